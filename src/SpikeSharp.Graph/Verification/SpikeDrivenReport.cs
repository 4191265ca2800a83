namespace SpikeSharp.Graph.Verification;

/// <summary>The result of <see cref="SpikeDrivenCheck"/>.</summary>
/// <param name="ImageLayers">Weighted layers that see the image: the only ones that may multiply.</param>
/// <param name="SpikeLayers">Weighted layers that see integer spikes only.</param>
/// <param name="Violations">All others, with the reason.</param>
public sealed record SpikeDrivenReport(
    IReadOnlyList<string> ImageLayers, IReadOnlyList<string> SpikeLayers, IReadOnlyList<SpikeDrivenViolation> Violations)
{
    /// <summary>Whether every weighted layer but those that see the image takes only spikes.</summary>
    public bool IsSpikeDriven => Violations.Count == 0;
}
