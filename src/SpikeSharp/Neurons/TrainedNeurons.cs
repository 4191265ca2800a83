using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Neurons;

/// <summary>Which neurons a network is trained with.</summary>
public static class TrainedNeurons
{
    /// <summary>Their names, in options, in checkpoints and in a network's YAML.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<NeuronKind>().Where(IsTrained).Select(kind => kind.Word())];

    /// <summary>The neuron of that name, in letters of any size; null where none is trained under it.</summary>
    public static NeuronKind? Find(string word) => NeuronWords.Find(word.ToLowerInvariant()) is { } kind && kind.IsTrained() ? kind : null;

    /// <summary>Whether it emits spikes; the ANN twin's activation does not.</summary>
    public static bool IsSpiking(this NeuronKind kind) =>
        kind switch
        {
            NeuronKind.ILif or NeuronKind.NiLif or NeuronKind.Lif or NeuronKind.BurstIf => true,
            NeuronKind.Relu => false,
        };

    /// <summary>Whether its spikes are divided by D, which goes into the weights behind when the network is compiled.</summary>
    public static bool IsNormalised(this NeuronKind kind) =>
        kind switch
        {
            NeuronKind.NiLif => true,
            NeuronKind.ILif or NeuronKind.Lif or NeuronKind.BurstIf or NeuronKind.Relu => false,
        };

    /// <summary>Whether networks are trained with it; burst neurons come from a conversion.</summary>
    public static bool IsTrained(this NeuronKind kind) =>
        kind switch
        {
            NeuronKind.ILif or NeuronKind.NiLif or NeuronKind.Lif or NeuronKind.Relu => true,
            NeuronKind.BurstIf => false,
        };

    internal static NotSupportedException Untrained(NeuronKind kind) =>
        new($"no network is trained with the neuron '{kind.Word()}'; there are {string.Join(", ", Words)}");
}
