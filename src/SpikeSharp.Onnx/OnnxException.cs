namespace SpikeSharp.Onnx;

/// <summary>An ONNX file that cannot be imported: every problem that was found, not only the first.</summary>
public sealed class OnnxException : Exception
{
    internal OnnxException(IReadOnlyList<OnnxProblem> problems, string? file = null, Exception? inner = null)
        : base(string.Join('\n', problems.Select(problem => Line(problem, file))), inner) => (Problems, File) = (problems, file);

    /// <summary>A file that breaks a rule as a whole.</summary>
    internal OnnxException(string reason, Exception? inner = null)
        : this([new OnnxProblem("I0", "", "", reason + ".")], inner: inner) { }

    /// <summary>What was found, in the order of the graph.</summary>
    public IReadOnlyList<OnnxProblem> Problems { get; }

    /// <summary>Path of the file, or null.</summary>
    public string? File { get; }

    internal OnnxException In(string file) => new(Problems, file, this);

    // Names come from the file: a line break in one must not look like a line of ours.
    private static string Line(OnnxProblem problem, string? file)
    {
        var text = new string([.. $"{problem}".Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        return file is null ? text : $"{file}: {text}";
    }
}
