namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>The buffers of one call of a kernel: inputs filled from a seed, outputs remembered for the comparison.</summary>
/// <param name="guarded">Where buffers come from.</param>
/// <param name="seed">Two memories of one seed hand out the same numbers.</param>
public sealed unsafe class KernelMemory(GuardedMemory guarded, int seed)
{
    // Where arithmetic has its edges: halves between two spikes and their neighbours, zeros of either sign, what is no number.
    private static readonly float[] Edges =
    [
        0,
        -0f,
        0.5f,
        1.5f,
        2.5f,
        MathF.BitIncrement(0.5f),
        MathF.BitDecrement(1.5f),
        1,
        MathF.BitDecrement(1),
        -1,
        4,
        4.5f,
        300,
        -300,
        float.NaN,
        float.PositiveInfinity,
        float.NegativeInfinity,
        float.Epsilon,
    ];

    private readonly List<(nint Start, int Count, bool Reals)> _outputs = [];

    private uint _state = (uint)seed * 2654435761u + 1;

    /// <summary>A whole number from 0 to below <paramref name="end"/>.</summary>
    /// <remarks>Some hundred million of them fill the buffers of all rows, so they are made by xorshift.</remarks>
    public int Next(int end)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)((ulong)_state * (uint)end >> 32);
    }

    /// <summary>float32 numbers around 0.</summary>
    /// <param name="count">How many.</param>
    /// <param name="edges">Whether edges of the arithmetic are among them.</param>
    /// <param name="size">How large they are.</param>
    public float* Reals(int count, bool edges = false, float size = 3)
    {
        var reals = (float*)guarded.Take(count * sizeof(float));
        for (var i = 0; i < count; i++)
            reals[i] = edges && Next(8) == 0 ? Edges[Next(Edges.Length)] : (Next(1 << 24) / (float)(1 << 23) - 1) * size;
        return reals;
    }

    /// <summary>Numbers above 0.</summary>
    public float* Positive(int count)
    {
        var reals = Reals(count);
        for (var i = 0; i < count; i++)
            reals[i] = MathF.Abs(reals[i]) + 0.1f;
        return reals;
    }

    /// <summary>Spikes from a least to a most, bytes; all others are none.</summary>
    public byte* Spikes(int count, int least = 0, int most = 4, double density = 0.4)
    {
        var spikes = guarded.Take(count);
        for (var i = 0; i < count; i++)
            spikes[i] = Next(1000) < density * 1000 ? (byte)(least + Next(most + 1 - least)) : (byte)0;
        return spikes;
    }

    /// <summary>Bytes of any value.</summary>
    public byte* Any(int count)
    {
        var bytes = guarded.Take(count);
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)Next(256);
        return bytes;
    }

    /// <summary>Room that a kernel writes and nobody compares.</summary>
    public byte* Room(int bytes) => guarded.Take(bytes);

    /// <summary>Compares some bytes at <paramref name="start"/> afterwards.</summary>
    public T* Compare<T>(T* start, int count)
        where T : unmanaged
    {
        _outputs.Add(((nint)start, count * sizeof(T), typeof(T) == typeof(float)));
        return start;
    }

    /// <summary>Fails where the outputs of another memory differ: bit by bit, but that one NaN is as good as another.</summary>
    public void MustEqual(KernelMemory other, string what)
    {
        Assert.Equal(_outputs.Count, other._outputs.Count);
        for (var k = 0; k < _outputs.Count; k++)
        {
            var (mine, bytes, reals) = _outputs[k];
            var theirs = other._outputs[k].Start;
            if (reals)
            {
                for (var i = 0; i < bytes / sizeof(float); i++)
                {
                    float a = ((float*)mine)[i],
                        b = ((float*)theirs)[i];
                    if (BitConverter.SingleToInt32Bits(a) != BitConverter.SingleToInt32Bits(b) && !(float.IsNaN(a) && float.IsNaN(b)))
                        Assert.Fail($"{what}: number {i} of output {k} is {b:R}, wanted {a:R}");
                }
            }
            else
            {
                var at = new ReadOnlySpan<byte>((byte*)mine, bytes).CommonPrefixLength(new ReadOnlySpan<byte>((byte*)theirs, bytes));
                if (at < bytes)
                    Assert.Fail($"{what}: byte {at} of output {k} is {((byte*)theirs)[at]}, wanted {((byte*)mine)[at]}");
            }
        }
        guarded.CheckFronts();
    }
}
