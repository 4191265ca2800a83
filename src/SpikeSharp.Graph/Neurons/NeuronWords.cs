namespace SpikeSharp.Graph.Neurons;

/// <summary>The neurons' names in files, options and messages.</summary>
public static class NeuronWords
{
    /// <summary>Its name.</summary>
    public static string Word(this NeuronKind kind) =>
        kind switch
        {
            NeuronKind.ILif => "ilif",
            NeuronKind.NiLif => "nilif",
            NeuronKind.Lif => "lif",
            NeuronKind.BurstIf => "burst",
            NeuronKind.Relu => "relu",
        };

    /// <summary>The neuron of that name; null where there is none.</summary>
    public static NeuronKind? Find(string word)
    {
        foreach (var kind in Enum.GetValues<NeuronKind>())
        {
            if (kind.Word() == word)
                return kind;
        }
        return null;
    }
}
