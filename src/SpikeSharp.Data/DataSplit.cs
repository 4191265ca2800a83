using SpikeSharp.Data.Scanning;

namespace SpikeSharp.Data;

/// <summary>A split of a data set of whatever task, every file checked; files are only ever read.</summary>
public abstract class DataSplit
{
    /// <summary>Where the data set is described: its YAML file, or its folder.</summary>
    public abstract string File { get; }

    /// <summary>Class names, by class.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary><c>train</c>, <c>val</c> or <c>test</c>.</summary>
    public abstract string Split { get; }

    /// <summary>Usable images; never 0.</summary>
    public abstract int Count { get; }

    /// <summary>What was found, skipped and dropped.</summary>
    public abstract SplitReport Report { get; }

    /// <summary>SHA-256 (hexadecimal) over class names and each listed image's path, bytes and labels.</summary>
    public abstract string Hash { get; }
}
