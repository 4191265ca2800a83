using System.Runtime.CompilerServices;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Neurons;

/// <summary>What the blocks of one network share: the neuron, the normalisation, and who watches the spikes.</summary>
/// <param name="neuron">Neuron options.</param>
/// <param name="bnEps">Added to the variance in every batch normalisation.</param>
/// <param name="bnMomentum">Share of a new batch in the running statistics.</param>
public sealed class SpikingContext(NeuronOptions neuron, double bnEps, double bnMomentum)
{
    /// <summary>Neuron options.</summary>
    public NeuronOptions Neuron { get; } = neuron;

    // Of the network's one observer; a context made of another has its.
    private StrongBox<Action<Neuron, Tensor>?> _observer = new();

    /// <summary>Sees the spikes [T·B, C, H, W] of every neuron layer, as integers, as it fires; null when nobody watches.</summary>
    public Action<Neuron, Tensor>? Observer
    {
        get => _observer.Value;
        set => _observer.Value = value;
    }

    /// <summary>The same with other neurons, for a part of the network.</summary>
    public SpikingContext With(NeuronOptions other) => new(other, bnEps, bnMomentum) { _observer = _observer };

    /// <summary>A batch normalisation with the network's constants.</summary>
    public BatchNorm Norm(Weights w, int channels) => new(w, channels, bnEps, bnMomentum);

    /// <summary>A neuron layer named after its place.</summary>
    public Neuron NeuronAt(Weights place) => new(place.Path, this);
}
