using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Maps;

namespace SpikeSharp.Engine.Steps;

/// <summary>Adds up the time steps of a round.</summary>
internal sealed unsafe class TimeSumStep(string name, MapView input, StateMap sums, int workers) : Step(name)
{
    private readonly int _bands = Math.Min(input.Buffer.Height, 4 * workers);

    internal override string Kernel => "sum over time";

    internal override int Items => _bands;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = Part(input.Buffer.Height, _bands, item);
        for (var t = 0; t < input.Buffer.Steps; t++)
        {
            for (var y = first; y < end; y++)
            {
                for (var x = 0; x < input.Buffer.Width; x++)
                    Add(input, input.At(arena, t, y, x), sums.At(arena, y, x));
            }
        }
    }

    /// <summary>Adds a pixel of a map to sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(MapView input, byte* source, float* sum)
    {
        int channels = input.Channels,
            c = 0;
        if (!input.Buffer.IsSpikes)
        {
            for (; c <= channels - Vector256<float>.Count; c += Vector256<float>.Count)
                (Vector256.Load(sum + c) + Vector256.Load((float*)source + c)).Store(sum + c);
            for (; c < channels; c++)
                sum[c] += ((float*)source)[c];
            return;
        }
        var signed = input.Buffer.IsSigned;
        for (; c < channels; c++)
        {
            // Most spikes are none.
            if (c <= channels - sizeof(ulong) && *(ulong*)(source + c) == 0)
                c += sizeof(ulong) - 1;
            else
                sum[c] += signed ? (sbyte)source[c] : source[c];
        }
    }
}

/// <summary>The mean over the time steps so far.</summary>
internal sealed unsafe class MeanSoFarStep(string name, StateMap sums, MapView output, int workers) : MapStep(name, output, workers)
{
    internal override string Kernel => "mean";

    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        float steps = RunClock.Of(arena)->Done;
        for (var x = 0; x < Output.Buffer.Width; x++)
        {
            float* sum = sums.At(arena, y, x),
                target = (float*)Output.At(arena, 0, y, x);
            for (var c = 0; c < Output.Channels; c++)
                target[c] = sum[c] / steps;
        }
    }
}
