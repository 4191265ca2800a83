namespace SpikeSharp.Graph.Sampling;

/// <summary>
/// Random numbers that depend on (seed, epoch, index, stream) and on nothing else: not on threads, not on what was drawn before. So any
/// batch of any epoch can be made again alone, which is what an exact resume needs. SplitMix64 (Steele et al. 2014), hashed start.
/// </summary>
public struct CounterRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    private ulong _state;

    internal CounterRandom(ulong state) => _state = state;

    /// <summary>Starts a sequence.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="index">What the sequence is for within the epoch, as a rule the position in its order.</param>
    /// <param name="stream">What kind of decision it is for.</param>
    public CounterRandom(long seed, long epoch, long index, RandomStream stream)
    {
        var key = Mix((ulong)seed + GoldenGamma);
        key = Mix(key ^ (ulong)epoch * 0xD6E8FEB86659FD93 + GoldenGamma);
        key = Mix(key ^ (ulong)index * 0xA0761D6478BD642F + GoldenGamma);
        _state = Mix(key ^ (ulong)stream * 0xE7037ED1A0B428DB + GoldenGamma);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += GoldenGamma);

    /// <summary>Uniform in [0, 1), in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform between two bounds.</summary>
    /// <param name="low">Lower bound, included.</param>
    /// <param name="high">Upper bound, at least <paramref name="low"/>; excluded but for rounding.</param>
    public double NextDouble(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform in 0 … count − 1, without bias (Lemire 2019).</summary>
    /// <param name="count">How many values, above 0.</param>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var product = (NextBits() >> 32) * (ulong)count;
        if ((uint)product < (uint)count)
            for (var reject = (uint)(-count) % (uint)count; (uint)product < reject; )
                product = (NextBits() >> 32) * (ulong)count;
        return (int)(product >> 32);
    }

    /// <summary>True with the given probability; 1 is always, 0 never.</summary>
    /// <param name="probability">0…1.</param>
    public bool NextBool(double probability) => NextDouble() < probability;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
