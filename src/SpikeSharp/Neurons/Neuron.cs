using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Neurons;

/// <summary>A layer of neurons: walks time over [T·B, C, H, W] (time-major), with a fresh state at every call.</summary>
/// <param name="name">Where it stands in the network, in the words of the authors' modules.</param>
/// <param name="context">The network's neurons share their options and their observer.</param>
public sealed class Neuron(string name, SpikingContext context) : Module
{
    /// <summary>Where it stands in the network.</summary>
    public string Name { get; } = name;

    /// <summary>The options it shares with the network.</summary>
    public NeuronOptions Options => context.Neuron;

    /// <summary>Spikes over time of an input current, both [T·B, C, H, W].</summary>
    protected override Tensor Forward(Tensor x)
    {
        // Without spikes there is no past.
        var spikes = Options.TimeSteps == 1 || !Options.Kind.IsSpiking() ? Step(x, null).Spikes : Walk(x);
        // Rounded, as the product of a rounded quotient may be a little less than the integer.
        if (context.Observer is { } observer)
            observer(this, Options.Kind.IsNormalised() ? (spikes * (Options.Divisor ?? Options.MaxSpikes)).Round() : spikes);
        return spikes;
    }

    /// <summary>Adds the layer to a graph.</summary>
    public GraphValue Emit(GraphBuilder g, GraphValue x) => g.Neuron(Name, x, Options.Compiled);

    private Tensor Walk(Tensor x)
    {
        var steps = Options.TimeSteps;
        if (x.Size(0) % steps != 0)
            throw new ShapeException($"input of neuron '{Name}'", $"a first dimension divisible by T = {steps}", x.ToString());
        var batch = x.Size(0) / steps;
        var spikes = new Tensor[steps];
        MembraneState? state = null;
        for (var t = 0; t < steps; t++)
        {
            state = Step(x.Narrow(0, t * batch, batch), state);
            spikes[t] = state.Spikes;
        }
        return Tensor.Cat(spikes, 0);
    }

    private MembraneState Step(Tensor x, MembraneState? before) =>
        Options.Kind switch
        {
            NeuronKind.ILif => ILif.Step(x, before, Options.MaxSpikes, Options.Decay),
            NeuronKind.NiLif => NiLif.Step(x, before, Options.MaxSpikes, Options.Decay, divisor: Options.Divisor),
            NeuronKind.Lif => Lif.Step(x, before, Options.Decay, Options.Threshold),
            NeuronKind.Relu => new MembraneState(x, x.Relu()),
            NeuronKind.BurstIf => throw TrainedNeurons.Untrained(Options.Kind),
        };
}
