using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;

namespace SpikeSharp.Models;

/// <summary>Something that may be asked of a network, and that not every family has.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Asked">What is asked; null for nothing.</param>
/// <param name="Found">What a network has, in the same form.</param>
/// <param name="Refusal">From a network's name to why it has no such part.</param>
public sealed record NetworkPart(
    string Name,
    Func<NetworkRequest, object?> Asked,
    Func<NetworkOptions, object> Found,
    Func<string, string> Refusal
)
{
    /// <summary>T, D, decay and the kind of the neuron.</summary>
    public static IReadOnlyList<NetworkPart> Neuron { get; } =
    [
        new("T", asked => asked.TimeSteps, found => Of(found).TimeSteps, NoNeurons),
        new("D", asked => asked.MaxSpikes, found => Of(found).MaxSpikes, NoNeurons),
        new("decay", asked => asked.Decay, found => Of(found).Decay, NoNeurons),
        new("neuron", asked => asked.Neuron?.Word(), found => Of(found).Kind.Word(), NoNeurons),
    ];

    /// <summary>The activation of an ordinary network.</summary>
    public static NetworkPart Activation { get; } =
        new(
            "act",
            asked => Word(asked.Activation),
            found => Word(((AnnOptions)found).Activation)!,
            network => $"{network} has neurons, not activations: leave out --act; its ANN twin is --neuron relu"
        );

    /// <summary>A value of an enumeration as the command line writes it.</summary>
    internal static string? Word(Enum? value) => value?.ToString().ToLowerInvariant();

    private static NeuronOptions Of(NetworkOptions found) => ((SpikingOptions)found).Neuron;

    private static string NoNeurons(string network) => $"{network} has no neurons";
}
