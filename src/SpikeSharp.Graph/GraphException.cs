namespace SpikeSharp.Graph;

/// <summary>A graph, or the file it comes from, that breaks a rule: which file, which node, what was found and wanted.</summary>
/// <param name="reason">One clause that says what was found, what is wanted, and where it helps what to do.</param>
/// <param name="node">Name of the node or output the rule belongs to, or null for the graph as a whole.</param>
/// <param name="file">Path of the file, or null for a graph built in memory.</param>
/// <param name="inner">The cause, when another layer reported it.</param>
public sealed class GraphException(string reason, string? node = null, string? file = null, Exception? inner = null)
    : Exception(Sentence(reason, node, file), inner)
{
    /// <summary>What is wrong, without file and node.</summary>
    public string Reason { get; } = reason;

    /// <summary>Name of the node, or null.</summary>
    public string? Node { get; } = node;

    /// <summary>Path of the file, or null.</summary>
    public string? File { get; } = file;

    internal GraphException In(string file) => new(Reason, Node, file, this);

    private static string Sentence(string reason, string? node, string? file) =>
        (file is null ? "" : $"{file}: ") + (node is null ? "" : $"node '{node}': ") + reason + ".";
}
