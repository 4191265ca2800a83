using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion;

/// <summary>How a trained ANN becomes a spiking network (docs/spec/spicalib.md 6.4).</summary>
public sealed record ConversionOptions
{
    /// <summary>T, time steps of the converted network, 1…1024. Another T may be chosen when it runs.</summary>
    public int TimeSteps { get; init; } = 64;

    /// <summary>Share of the calibration activations that λ covers, above 0, at most 1.</summary>
    public double Percentile { get; init; } = 0.999;

    /// <summary>What shares one λ.</summary>
    public ScaleMode Scales { get; init; } = ScaleMode.Layer;

    /// <summary>Whether every λ is rounded up to a power of two, which makes folded weights exact in float32.</summary>
    public bool RoundsToPowerOfTwo { get; init; }

    /// <summary>λ of some layers by the name of their activation, [1] or [C]: taken as they are.</summary>
    public IReadOnlyDictionary<string, float[]> GivenScales { get; init; } = new Dictionary<string, float[]>();

    /// <summary>Factors on λ by the name of the activation; 1 for all others.</summary>
    public IReadOnlyDictionary<string, double> ScaleFactors { get; init; } = new Dictionary<string, double>();

    /// <summary>Activations are cut off here while they are measured, for the layers behind them too; null: nowhere. The published code
    /// cuts at γ.</summary>
    public float? Clamp { get; init; }

    /// <summary>γ, v0, calibration, allowance.</summary>
    public BurstIfParameters Neuron { get; init; } = new(Calibration: SpikeCalibration.Corrected, Allowance: 8);

    /// <summary>Allowance of some layers by the name of their activation; the neuron's own for the others.</summary>
    public IReadOnlyDictionary<string, int> Allowances { get; init; } = new Dictionary<string, int>();

    /// <summary>How max pooling treats spikes.</summary>
    public PoolingOverTime MaxPooling { get; init; } = PoolingOverTime.Lossless;

    /// <summary>Whether LeakyReLU may become neurons with negative spikes.</summary>
    public bool SignedNeurons { get; init; }

    /// <summary>
    /// The usual way: bursts of up to 5, p = 0.999, the corrected calibration, spikes that are taken back go to the membrane.
    /// </summary>
    /// <param name="timeSteps">T, which decides the allowance: 8 steps up to T = 64, T/8 above.</param>
    public static ConversionOptions Usual(int timeSteps = 64) =>
        new()
        {
            TimeSteps = timeSteps,
            Neuron = new BurstIfParameters(Calibration: SpikeCalibration.Corrected, Allowance: Math.Max(8, timeSteps / 8)),
        };

    /// <summary>Signed neurons that start half full. T steps equal one pass of a quantised ANN (docs/spec/spicalib.md 8.1), as long as no
    /// step asks for more than 127 spikes.</summary>
    public static ConversionOptions Exact(int timeSteps = 64) =>
        new()
        {
            TimeSteps = timeSteps,
            Neuron = new BurstIfParameters(MaxSpikes: BurstIf.SpikeLimit, InitialMembrane: 0.5, Calibration: SpikeCalibration.Signed),
        };
}
