using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Elements;
using SpikeSharp.Engine.Maps;

namespace SpikeSharp.Engine.Steps;

/// <summary>A sum of spikes, a byte each; that it fits was seen when the maps were planned.</summary>
internal sealed unsafe class SpikeSumStep(string name, MapView[] inputs, MapView output, ElementKernels elements, int workers)
    : MapStep(name, output, workers)
{
    internal override string Kernel => "sum of spikes";

    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        var target = Output.At(arena, t, y, 0);
        // The first two make the sum, the others join it; one and the same input may stand twice.
        var first = inputs[0].At(arena, t, y, 0);
        var step = inputs[0].Buffer.PixelBytes;
        for (var k = 1; k < inputs.Length; k++)
        {
            Add(first, step, inputs[k].At(arena, t, y, 0), inputs[k].Buffer.PixelBytes, target);
            first = target;
            step = Output.Buffer.PixelBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(byte* a, nint aStep, byte* b, nint bStep, byte* target)
    {
        int channels = Output.Channels,
            width = Output.Buffer.Width;
        var step = Output.Buffer.PixelBytes;
        for (var x = 0; x < width; x++, a += aStep, b += bStep, target += step)
            elements.AddBytes(a, b, target, channels);
    }
}
