using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Weights;

/// <summary>A stretch of a convolution's window: neighbouring elements of one kernel row.</summary>
/// <param name="Row">Kernel row ky.</param>
/// <param name="Offset">Elements from the window's first tap and channel.</param>
/// <param name="Length">Elements.</param>
internal readonly record struct WindowChunk(int Row, int Offset, int Length)
{
    /// <summary>Cuts the window of an ungrouped convolution over channels-last maps, whose kernel rows are contiguous unless the map is a
    /// part of a wider one.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="input">What it sees.</param>
    /// <param name="most">Longest chunk.</param>
    internal static WindowChunk[] Cut(Convolution convolution, MapView input, int most)
    {
        int channels = input.Channels,
            pixel = input.Buffer.Channels;
        var whole = channels == pixel;
        var chunks = new List<WindowChunk>();
        for (var ky = 0; ky < convolution.KernelHeight; ky++)
        {
            if (whole)
                Cut(chunks, ky, 0, convolution.KernelWidth * channels, most);
            else
                for (var kx = 0; kx < convolution.KernelWidth; kx++)
                    Cut(chunks, ky, kx * pixel, channels, most);
        }
        return [.. chunks];
    }

    private static void Cut(List<WindowChunk> chunks, int row, int first, int length, int most)
    {
        int parts = (length + most - 1) / most,
            each = (length + parts - 1) / parts;
        for (var at = 0; at < length; at += each)
            chunks.Add(new WindowChunk(row, first + at, Math.Min(each, length - at)));
    }

    /// <summary>Tap and channel of an element of the chunk.</summary>
    internal (int Tap, int Channel) Element(int index, MapView input) => Math.DivRem(Offset + index, input.Buffer.Channels);
}
