using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>A neuron as the engine computes it.</summary>
/// <param name="Row">What kernels read of it; where its maps lie comes later.</param>
/// <param name="Rounds">Whether its spikes are the membrane potential, clipped and rounded; for T = 1 that has a fast kernel.</param>
/// <param name="Numbers">One number a channel, or one for all, that kernels read; empty for none.</param>
internal sealed record NeuronForm(NeuronRow Row, bool Rounds, float[] Numbers)
{
    /// <summary>Whether it keeps a state in memory from step to step, so that time may pass in rounds; all steps of others are computed at
    /// once.</summary>
    internal bool KeepsState => Row.Planes > 0;

    /// <summary>The form of a neuron.</summary>
    internal static NeuronForm Of(Neuron neuron) =>
        neuron.Equation switch
        {
            NeuronKind.ILif or NeuronKind.NiLif => Of((ILif)neuron),
            NeuronKind.Lif => Of((Lif)neuron),
            NeuronKind.BurstIf => Of((BurstIf)neuron),
            NeuronKind.Relu => Of((Relu)neuron),
        };

    private static NeuronForm Of(ILif neuron) =>
        new(
            new NeuronRow
            {
                Equation = neuron.Equation,
                MaxSpikes = neuron.MaxSpikes,
                Decay = neuron.Decay,
                Threshold = 1,
            },
            Rounds: true,
            []
        );

    private static NeuronForm Of(Lif neuron) =>
        new(
            new NeuronRow
            {
                Equation = neuron.Equation,
                MaxSpikes = neuron.MaxSpikes,
                Decay = neuron.Decay,
                Threshold = neuron.Threshold,
            },
            Rounds: false,
            []
        );

    // Kernels multiply with 1/λ.
    private static NeuronForm Of(BurstIf neuron) =>
        new(
            new NeuronRow
            {
                Equation = neuron.Equation,
                Burst = neuron.Parameters,
                Planes = Planes(neuron.Parameters.Calibration),
            },
            Rounds: false,
            Array.ConvertAll(neuron.Scale.Values.ToArray(), scale => 1 / scale)
        );

    private static NeuronForm Of(Relu neuron) =>
        new(
            new NeuronRow
            {
                Equation = neuron.Equation,
                Slope = neuron.Slope,
                Ceiling = neuron.Ceiling ?? float.PositiveInfinity,
            },
            Rounds: false,
            neuron.Quantum?.Values.ToArray() ?? []
        );

    /// <summary>Numbers that a burst neuron remembers.</summary>
    internal static int Planes(SpikeCalibration calibration) =>
        calibration switch
        {
            SpikeCalibration.None => 1,
            SpikeCalibration.Signed => 2,
            SpikeCalibration.Published or SpikeCalibration.Corrected => 5,
        };
}
