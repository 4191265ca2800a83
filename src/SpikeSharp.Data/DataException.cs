namespace SpikeSharp.Data;

/// <summary>Input data that cannot be used: what, where and why, in one sentence that says what to do.</summary>
public sealed class DataException : Exception
{
    /// <summary>One problem in one place.</summary>
    /// <param name="file">The file at fault.</param>
    /// <param name="line">Its line, from 1; null when the whole file is meant.</param>
    /// <param name="reason">What is wrong and what was wanted, without file and line.</param>
    /// <param name="inner">The cause, if another exception told of it.</param>
    public DataException(string file, int? line, string reason, Exception? inner = null)
        : this(new DataProblem(file, line, reason).ToString(), [new DataProblem(file, line, reason)], inner) { }

    /// <summary>Many problems under one heading.</summary>
    /// <param name="message">The sentence for the reader.</param>
    /// <param name="problems">Every problem found, at least one.</param>
    /// <param name="inner">The cause, if another exception told of it.</param>
    public DataException(string message, IReadOnlyList<DataProblem> problems, Exception? inner = null)
        : base(message, inner) => Problems = problems;

    /// <summary>Every problem found, in the order of the files; never empty.</summary>
    public IReadOnlyList<DataProblem> Problems { get; }

    /// <summary>The first file at fault.</summary>
    public string File => Problems[0].File;

    /// <summary>The line in <see cref="File"/>, from 1, if there is one to name.</summary>
    public int? Line => Problems[0].Line;

    /// <summary>True when a file or folder is absent or unreadable, false when its content is at fault.</summary>
    public bool Missing { get; private init; }

    /// <summary>A file or folder that is absent or cannot be read.</summary>
    /// <param name="file">The path as the user gave it, made absolute.</param>
    /// <param name="reason">What is missing and where it was looked for.</param>
    /// <param name="inner">The cause, if another exception told of it.</param>
    public static DataException NotFound(string file, string reason, Exception? inner = null) =>
        new(file, null, reason, inner) { Missing = true };
}
