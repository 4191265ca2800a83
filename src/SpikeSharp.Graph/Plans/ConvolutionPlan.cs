using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Plans;

/// <summary>How the engine is to run one convolution over spikes.</summary>
/// <param name="Node">Name of its node.</param>
/// <param name="Density">Share of its input spikes that are not zero, 0…1.</param>
/// <param name="PairDensity">Share of the pairs of channels, as <paramref name="Order"/> makes them, of which one or both fire,
/// 0…1.</param>
/// <param name="Order">Input channel at each place, so that channels that are silent together are neighbours; empty for the order of the
/// weights. A channel moves only within its group of <see cref="OrderGroup"/>.</param>
/// <param name="UsesFactors">Whether the factors of the convolution are cheaper than the convolution; true for one that has none.</param>
public sealed record ConvolutionPlan(string Node, double Density, double PairDensity, IReadOnlyList<int> Order, bool UsesFactors)
{
    /// <summary>Channels among which one may move.</summary>
    public const int OrderGroup = 128;

    /// <exception cref="GraphException">It does not fit the convolution.</exception>
    internal void Check(Convolution convolution)
    {
        // Written so that NaN is refused too.
        if (!(Density is >= 0 and <= 1) || !(PairDensity is >= 0 and <= 1))
            throw new GraphException($"the plan's densities are {Density} and {PairDensity}, wanted 0 to 1", Node);
        if (Order.Count == 0)
            return;
        var channels = convolution.Weight.Shape[1];
        if (Order.Count != channels)
            throw new GraphException($"the plan orders {Order.Count} channels, there are {channels}", Node);
        var taken = new bool[channels];
        for (var place = 0; place < channels; place++)
        {
            var channel = Order[place];
            if (channel < 0 || channel >= channels || channel / OrderGroup != place / OrderGroup || taken[channel])
                throw new GraphException(
                    $"the plan puts channel {channel} at place {place}, wanted each channel once and within its group of {OrderGroup}",
                    Node
                );
            taken[channel] = true;
        }
    }
}
