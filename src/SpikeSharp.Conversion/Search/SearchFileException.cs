namespace SpikeSharp.Conversion.Search;

/// <summary>A file of a search that cannot be gone on with: file, line and reason in one sentence that says what to do.</summary>
/// <param name="file">The file at fault.</param>
/// <param name="line">Its line, from 1; null when the whole file is meant.</param>
/// <param name="reason">What is wrong and what was wanted, without file and line.</param>
/// <param name="inner">The cause, if another exception told of it.</param>
public sealed class SearchFileException(string file, int? line, string reason, Exception? inner = null)
    : Exception($"{Place(file, line)}: {reason}", inner)
{
    /// <summary>The file at fault.</summary>
    public string File { get; } = file;

    /// <summary>The line in <see cref="File"/>, from 1, if there is one to name.</summary>
    public int? Line { get; } = line;

    /// <summary>What is wrong, without file and line.</summary>
    public string Reason { get; } = reason;

    /// <summary>True when the file is absent, false when its content is at fault.</summary>
    public bool Missing { get; init; }

    /// <summary>A file and its line, the way compilers print them.</summary>
    internal static string Place(string file, int? line) => line is null ? file : $"{file}:{line}";
}
