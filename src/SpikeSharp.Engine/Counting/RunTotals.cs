using SpikeSharp.Graph.Energy;

namespace SpikeSharp.Engine.Counting;

/// <summary>What a run has sent so far: by convolution what it sees, by layer of neurons what they fire.</summary>
public sealed class RunTotals
{
    private readonly OrderedDictionary<string, SpikeTotals> _inputs = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, SpikeTotals> _neurons = new(StringComparer.Ordinal);

    /// <summary>Time steps so far.</summary>
    public int Steps { get; internal set; }

    /// <summary>Spikes that each convolution over spikes sees.</summary>
    public IReadOnlyDictionary<string, SpikeTotals> Inputs => _inputs;

    /// <summary>Spikes of each layer of neurons, by its name in the graph.</summary>
    public IReadOnlyDictionary<string, SpikeTotals> Neurons => _neurons;

    /// <summary>Spikes of all neurons, of either sign.</summary>
    public double Spikes => _neurons.Values.Sum(layer => layer.SumOfUnits);

    internal SpikeTotals Input(string node, Func<SpikeTotals> make) => Of(_inputs, node, make);

    internal SpikeTotals Neuron(string node, Func<SpikeTotals> make) => Of(_neurons, node, make);

    private static SpikeTotals Of(OrderedDictionary<string, SpikeTotals> totals, string node, Func<SpikeTotals> make)
    {
        if (!totals.TryGetValue(node, out var total))
            totals.Add(node, total = make());
        return total;
    }
}
