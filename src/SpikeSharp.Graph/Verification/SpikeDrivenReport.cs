namespace SpikeSharp.Graph.Verification;

/// <summary>The result of <see cref="SpikeDrivenCheck"/>.</summary>
/// <param name="ImageLayers">Weighted layers that see the image: the only ones that may multiply.</param>
/// <param name="SpikeLayers">Weighted layers that see integer spikes only, or add real numbers as often as spikes say.</param>
/// <param name="Violations">All other weighted layers, with the reason.</param>
/// <param name="RealOperations">What is left of real numbers beside them: no weighted layer, and no addition of a membrane either.</param>
public sealed record SpikeDrivenReport(
    IReadOnlyList<string> ImageLayers,
    IReadOnlyList<string> SpikeLayers,
    IReadOnlyList<SpikeDrivenViolation> Violations,
    IReadOnlyList<RealOperation> RealOperations
)
{
    /// <summary>Whether every weighted layer but those that see the image takes only spikes.</summary>
    public bool IsSpikeDriven => Violations.Count == 0;
}
