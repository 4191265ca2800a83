using SpikeSharp.Graph.Sampling;

namespace SpikeSharp.Data.Sampling;

/// <summary>In which order an epoch shows the images: a shuffle of (seed, epoch), the same whenever it is asked for.</summary>
public static class EpochOrder
{
    /// <summary>The order of one epoch (Fisher–Yates).</summary>
    /// <param name="count">How many images, at least 0.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <returns>A permutation of 0 … count − 1.</returns>
    public static int[] Shuffle(int count, long seed, int epoch)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        var random = new CounterRandom(seed, epoch, 0, RandomStream.Order);
        for (var i = count - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}
