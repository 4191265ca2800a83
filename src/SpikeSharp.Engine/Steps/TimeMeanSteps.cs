using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Elements;
using SpikeSharp.Engine.Maps;

namespace SpikeSharp.Engine.Steps;

/// <summary>Adds up the time steps of a round.</summary>
internal sealed unsafe class TimeSumStep(string name, MapView input, StateMap sums, ElementKernels elements, int workers) : Step(name)
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
                    Add(elements, input, input.At(arena, t, y, x), sums.At(arena, y, x));
            }
        }
    }

    /// <summary>Adds a pixel of a map to sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(ElementKernels elements, MapView input, byte* source, float* sum)
    {
        var channels = input.Channels;
        if (!input.Buffer.IsSpikes)
        {
            elements.Add((float*)source, sum, channels);
            return;
        }
        var signed = input.Buffer.IsSigned;
        for (var c = 0; c < channels; c++)
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
