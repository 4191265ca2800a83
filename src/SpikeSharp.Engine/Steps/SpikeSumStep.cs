using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Maps;

namespace SpikeSharp.Engine.Steps;

/// <summary>A sum of spikes, a byte each; that it fits was seen when the maps were planned.</summary>
internal sealed unsafe class SpikeSumStep(string name, MapView[] inputs, MapView output, int workers) : MapStep(name, output, workers)
{
    internal override string Kernel => "sum of spikes";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Row(byte* arena, int t, int y)
    {
        int channels = Output.Channels;
        for (int x = 0; x < Output.Buffer.Width; x++)
        {
            byte* target = Output.At(arena, t, y, x);
            int c = 0;
            for (; c <= channels - Vector256<byte>.Count; c += Vector256<byte>.Count)
            {
                var sum = Vector256<byte>.Zero;
                foreach (var input in inputs) sum += Vector256.Load(input.At(arena, t, y, x) + c);
                sum.Store(target + c);
            }
            for (; c < channels; c++)
            {
                int sum = 0;
                foreach (var input in inputs) sum += input.At(arena, t, y, x)[c];
                target[c] = (byte)sum;
            }
        }
    }
}
