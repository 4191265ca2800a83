using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Engine.Kernels.Neurons;

/// <summary>One layer of neurons as its kernel sees it.</summary>
internal unsafe struct NeuronRow
{
    /// <summary>Where spikes go; float32 for ReLU and its kin.</summary>
    internal MapRow Output;

    /// <summary>Time steps of the output.</summary>
    internal int Steps;

    /// <summary>Which neurons.</summary>
    internal NeuronKind Equation;

    /// <summary>D of I-LIF.</summary>
    internal float MaxSpikes;

    /// <summary>β.</summary>
    internal float Decay;

    /// <summary>Of LIF and, as 1, of I-LIF.</summary>
    internal float Threshold;

    /// <summary>Slope of a ReLU below 0.</summary>
    internal float Slope;

    /// <summary>Largest value of a ReLU; +∞ for none.</summary>
    internal float Ceiling;

    /// <summary>By channel 1/λ of a burst neuron, or q of a quantised ReLU; null where neither is meant.</summary>
    internal float* Numbers;

    /// <summary>Of burst neurons.</summary>
    internal BurstIfParameters Burst;

    /// <summary>What the burst neurons of the first pixel remember, plane by plane.</summary>
    internal float* State;

    /// <summary>Numbers from pixel to pixel of <see cref="State"/>.</summary>
    internal nint StatePixel;

    /// <summary>Numbers from plane to plane.</summary>
    internal nint StatePlane;

    /// <summary>Planes that there are.</summary>
    internal int Planes;
}
