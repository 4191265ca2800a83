namespace SpikeSharp.Torch.Modules;

/// <summary>What loading a checkpoint into a model did.</summary>
/// <param name="Matched">Names copied.</param>
/// <param name="Missing">Names of the model that the checkpoint lacks, but for counters of batches: they keep their values.</param>
/// <param name="Unexpected">Names of the checkpoint that the model does not know.</param>
public sealed record LoadReport(IReadOnlyList<string> Matched, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected)
{
    private const int Named = 3;

    /// <summary>Whether the names of both sides are the same.</summary>
    public bool IsExact => Missing.Count == 0 && Unexpected.Count == 0;

    /// <summary>In words: how many names of each kind, and the first few of those that do not match.</summary>
    public override string ToString() =>
        $"{Matched.Count} weights matched, {Missing.Count} missing{First(Missing)}, {Unexpected.Count} unexpected{First(Unexpected)}";

    private static string First(IReadOnlyList<string> names) =>
        names.Count == 0 ? "" : $" ({string.Join(", ", names.Take(Named))}{(names.Count > Named ? ", …" : "")})";
}
