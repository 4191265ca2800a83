namespace SpikeSharp.Graph.Energy;

/// <summary>What one layer does for one image, averaged over the images counted.</summary>
/// <param name="Node">Name of its node; where that also multiplies real numbers, these have a row of their own.</param>
/// <param name="MaxSpikes">D, the bound of the integer spikes it sees; 0 when it sees real numbers.</param>
/// <param name="Evaluations">How often it is computed for one image: T, or 1 for a static input.</param>
/// <param name="MacsPerStep">Multiply-accumulates of one evaluation, padded taps included.</param>
/// <param name="MeanInput">Mean of its input over all elements, time steps and images: for spikes the integer firing rate 0…D.</param>
/// <param name="NonZeroShare">Share of its input that is not zero, 0…1.</param>
/// <param name="Accumulations">Synaptic operations in binary form: each input spike unit times the outputs it reaches, borders
/// exact, over all time steps. For real inputs the same sum, weighted by their values.</param>
/// <param name="Events">Non-zero inputs times the outputs they reach, whatever their value, over all time steps.</param>
/// <param name="EffectiveMacs">NeuroBench, convolutions only: as events, zero weights skipped, from evaluations whose input is not all −1,
/// 0, 1.</param>
/// <param name="EffectiveAcs">NeuroBench, likewise: the same from evaluations whose input is all −1, 0, 1.</param>
/// <param name="EffectiveBinaryAcs">NeuroBench over D binary steps: as accumulations without zero weights; 0 for reals.</param>
/// <param name="DenseOperations">Taps inside the image times outputs, over all time steps: NeuroBench's dense count.</param>
public sealed record LayerCount(
    string Node,
    int MaxSpikes,
    int Evaluations,
    double MacsPerStep,
    double MeanInput,
    double NonZeroShare,
    double Accumulations,
    double Events,
    double EffectiveMacs,
    double EffectiveAcs,
    double EffectiveBinaryAcs,
    double DenseOperations
)
{
    /// <summary>Whether its input is spikes, so that it adds weights and multiplies nothing.</summary>
    public bool SeesSpikes => MaxSpikes > 0;

    /// <summary>Multiply-accumulates of one image.</summary>
    public double Macs => MacsPerStep * Evaluations;

    /// <summary>Firing rate of its input in one binary virtual time step, 0…1; null for real inputs.</summary>
    public double? RatePerVirtualStep => SeesSpikes ? MeanInput / MaxSpikes : null;
}
