namespace SpikeSharp.Torch.Modules;

/// <summary>What loading a checkpoint into a model did.</summary>
/// <param name="Matched">Names copied.</param>
/// <param name="Missing">Names of the model that the checkpoint lacks: they keep their values.</param>
/// <param name="Unexpected">Names of the checkpoint that the model does not know.</param>
public sealed record LoadReport(IReadOnlyList<string> Matched, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected)
{
    /// <summary>Whether the names of both sides are the same.</summary>
    public bool IsExact => Missing.Count == 0 && Unexpected.Count == 0;
}
