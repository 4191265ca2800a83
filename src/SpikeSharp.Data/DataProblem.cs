namespace SpikeSharp.Data;

/// <summary>One thing wrong with one file.</summary>
/// <param name="File">The file at fault.</param>
/// <param name="Line">Its line, from 1; null when the whole file is meant.</param>
/// <param name="Reason">What is wrong and what was wanted.</param>
public readonly record struct DataProblem(string File, int? Line, string Reason)
{
    /// <summary>File, line and reason on one line, the way compilers print them.</summary>
    public override string ToString() => Line is { } line ? $"{File}:{line}: {Reason}" : $"{File}: {Reason}";
}
