using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;

namespace SpikeSharp.Models;

/// <summary>A family of networks with neurons.</summary>
public abstract class SpikingFamily : NetworkFamily
{
    /// <summary>
    /// The neuron of a new network: what is asked, then what the weights were trained with, as they are of no use to others.
    /// </summary>
    /// <param name="asked">What is asked.</param>
    /// <param name="weights">The file of weights, or null.</param>
    /// <param name="usual">Where neither tells.</param>
    protected static NeuronOptions NeuronOf(NetworkRequest asked, GivenWeights? weights, NeuronOptions usual)
    {
        usual = (weights?.Known as SpikingOptions)?.Neuron ?? usual;
        return usual with
        {
            Kind = asked.Neuron ?? usual.Kind,
            TimeSteps = asked.TimeSteps ?? usual.TimeSteps,
            MaxSpikes = asked.MaxSpikes ?? usual.MaxSpikes,
            Decay = asked.Decay ?? usual.Decay,
        };
    }

    /// <summary>Refuses time steps of a network that gives the same for any number of them.</summary>
    /// <exception cref="ArgumentException">They are asked for.</exception>
    protected static void RefuseTimeSteps(string model, NetworkRequest asked)
    {
        if (asked.TimeSteps > 1)
            throw new ArgumentException($"{model} gives the same for any T, as the authors' code does for pictures: leave out --T");
    }

    /// <summary>The neuron of a description.</summary>
    /// <exception cref="FormatException">There is none such.</exception>
    protected static NeuronKind KindOf(string neuron) =>
        TrainedNeurons.Find(neuron) ?? throw new FormatException($"it names a neuron '{neuron}', which this version does not know");
}
