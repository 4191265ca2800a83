using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Steps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Weights;

/// <summary>Packed weights of an engine, made once and shared by all image sizes and all runs.</summary>
internal sealed class WeightStore : IDisposable
{
    private readonly Dictionary<string, PackedWeights> _packed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QuantisedWeights> _quantised = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AdditionCount> _additions = new(StringComparer.Ordinal);

    /// <summary>Bytes of packed weights.</summary>
    internal long Bytes => _packed.Values.Sum(packed => packed.Bytes);

    /// <summary>Additions by node, of binary runs.</summary>
    internal IReadOnlyDictionary<string, AdditionCount> AllAdditions => _additions;

    internal QuantisedWeights Quantised(string node, Convolution convolution) => Of(_quantised, node, () => new QuantisedWeights(convolution.Weight));

    internal PackedWeights Pairs(string node, Convolution convolution, MapView input, int maxSpikes) =>
        Of(_packed, node, () => PackedWeights.Pairs(convolution, Quantised(node, convolution), input, maxSpikes));

    internal PackedWeights Singles(string node, Convolution convolution, MapView input, bool shareTaps) =>
        Of(_packed, node, () => PackedWeights.Singles(convolution, input, shareTaps));

    internal AdditionCount Additions(string node) => Of(_additions, node, () => new AdditionCount());

    private static T Of<T>(Dictionary<string, T> store, string node, Func<T> make)
    {
        if (!store.TryGetValue(node, out var value)) store.Add(node, value = make());
        return value;
    }

    public void Dispose()
    {
        foreach (var packed in _packed.Values) packed.Dispose();
    }
}
