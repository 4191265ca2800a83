namespace SpikeSharp.Graph.Verification;

/// <summary>The result of <see cref="IntegerBinaryVerification"/>.</summary>
/// <param name="Images">Images run.</param>
/// <param name="Layers">One row a spiking layer, in the order of the graph.</param>
/// <param name="Outputs">One row an output of the graph.</param>
public sealed record VerificationReport(int Images, IReadOnlyList<NeuronComparison> Layers, IReadOnlyList<OutputComparison> Outputs)
{
    /// <summary>Spikes compared in all layers.</summary>
    public long Compared => Layers.Sum(layer => layer.Compared);

    /// <summary>Spikes that differ in all layers.</summary>
    public long Differing => Layers.Sum(layer => layer.Differing);

    /// <summary>Largest absolute difference of any output.</summary>
    public double LargestOutputDifference => Outputs.Count == 0 ? 0 : Outputs.Max(output => output.LargestDifference);

    /// <summary>Whether spikes were compared and none differs.</summary>
    public bool Passed => Compared > 0 && Differing == 0;
}
