using System.Collections.Concurrent;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Weights;

/// <summary>Packed weights of an engine, made once and shared by all image sizes and all runs. Several threads may ask at once.</summary>
internal sealed class WeightStore : IDisposable
{
    private readonly ConcurrentDictionary<string, EventWeights> _events = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RealWeights> _reals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, QuantisedWeights> _quantised = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AdditionCount> _additions = new(StringComparer.Ordinal);

    /// <summary>Bytes of packed weights.</summary>
    internal long Bytes => _events.Values.Sum(weights => weights.Bytes) + _reals.Values.Sum(weights => weights.Bytes);

    /// <summary>Additions by node, of binary runs.</summary>
    internal IEnumerable<(string Node, AdditionCount Count)> AllAdditions => _additions.Select(entry => (entry.Key, entry.Value));

    internal QuantisedWeights Quantised(string node, Convolution convolution) =>
        Of(_quantised, node, () => new QuantisedWeights(convolution.Weight));

    internal EventWeights OfInt8(string node, Convolution convolution, int maxSpikes, IReadOnlyList<int> order) =>
        Of(_events, node, () => EventWeights.OfInt8(convolution, Quantised(node, convolution), maxSpikes, order));

    internal EventWeights OfFloat(string node, Convolution convolution) => Of(_events, node, () => EventWeights.OfFloat(convolution));

    internal EventWeights OfInt8AsFloat(string node, Convolution convolution) =>
        Of(_events, node, () =>
            EventWeights.OfFloat(convolution with { Weight = Quantised(node, convolution).ToReals(convolution.Weight) })
        );

    internal RealWeights Reals(string node, Convolution convolution, MapView input) =>
        Of(_reals, node, () => new RealWeights(convolution, input));

    internal AdditionCount Additions(string node) => Of(_additions, node, () => new AdditionCount());

    // A node is asked for once a program, and programs are made one after another: nothing is made twice.
    private static T Of<T>(ConcurrentDictionary<string, T> store, string node, Func<T> make) => store.GetOrAdd(node, _ => make());

    public void Dispose()
    {
        foreach (var weights in _events.Values)
            weights.Dispose();
        foreach (var weights in _reals.Values)
            weights.Dispose();
    }
}
