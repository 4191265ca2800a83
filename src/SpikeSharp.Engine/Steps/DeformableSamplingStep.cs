using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Elements;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>Samples a value where spikes say so, at places moved by offsets, all channels of a group at once.</summary>
internal sealed unsafe class DeformableSamplingStep(
    string name,
    DeformableSampling sampling,
    MapView value,
    MapView offsets,
    MapView weights,
    MapView output,
    ElementKernels elements,
    int workers
) : MapStep(name, output, workers)
{
    private readonly int _channels = output.Channels / sampling.Groups;

    internal override string Kernel => "deformable";

    // Four corners for each place.
    internal override long Macs =>
        4L * Output.Buffer.Steps * sampling.Kernel * sampling.Kernel * Output.Channels * Output.Buffer.Height * Output.Buffer.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        int kernel = sampling.Kernel,
            places = kernel * kernel,
            half = (kernel - 1) / 2,
            height = Output.Buffer.Height,
            width = Output.Buffer.Width;
        for (var x = 0; x < width; x++)
        {
            var spikes = weights.At(arena, t, y, x);
            float* moved = (float*)offsets.At(arena, t, y, x),
                target = (float*)Output.At(arena, t, y, x);
            new Span<float>(target, Output.Channels).Clear();
            for (var place = 0; place < sampling.Groups * places; place++)
            {
                if (spikes[place] == 0)
                    continue;
                var (group, p) = Math.DivRem(place, places);
                var (ix, iy) = Math.DivRem(p, kernel);
                double px = (double)x + ix - half + moved[2 * place],
                    py = (double)y + iy - half + moved[2 * place + 1];
                // Whatever lies beyond the border by a pixel or more is nothing; so are offsets that are no numbers.
                if (!(px > -1 && px < width && py > -1 && py < height))
                    continue;
                int left = (int)Math.Floor(px),
                    top = (int)Math.Floor(py);
                double right = px - left,
                    below = py - top,
                    weight = weights.Spike(spikes[place]) * (double)sampling.Scale;
                var channel = group * _channels;
                Corner(arena, t, top, left, weight * (1 - below) * (1 - right), channel, target);
                Corner(arena, t, top, left + 1, weight * (1 - below) * right, channel, target);
                Corner(arena, t, top + 1, left, weight * below * (1 - right), channel, target);
                Corner(arena, t, top + 1, left + 1, weight * below * right, channel, target);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Corner(byte* arena, int t, int y, int x, double weight, int channel, float* target)
    {
        if ((uint)y >= (uint)value.Buffer.Height || (uint)x >= (uint)value.Buffer.Width)
            return;
        var source = (float*)value.At(arena, t, y, x) + channel;
        elements.AddTimes(source, (float)weight, target + channel, _channels);
    }
}
