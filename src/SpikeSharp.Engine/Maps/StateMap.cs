using System.Runtime.InteropServices;
using SpikeSharp.Graph;

namespace SpikeSharp.Engine.Maps;

/// <summary>
/// What a layer carries from one time step to the next: some float32 numbers for each of its elements, plane by plane within a pixel.
/// </summary>
/// <param name="Buffer">[height, width, planes · channels].</param>
/// <param name="Channels">Of the layer.</param>
/// <param name="Initial">What the first plane holds before the first step; the others hold 0.</param>
internal sealed unsafe record StateMap(MapBuffer Buffer, int Channels, float Initial)
{
    internal static StateMap Of(ValueShape shape, int planes, float initial = 0) =>
        new(new MapBuffer(false, 1, shape with { Channels = planes * shape.Channels }, 0), shape.Channels, initial);

    /// <summary>The first plane of a pixel; the next is <see cref="Channels"/> numbers on.</summary>
    internal float* At(byte* arena, int y, int x) => (float*)(arena + Buffer.Offset + y * Buffer.RowBytes + x * Buffer.PixelBytes);

    /// <summary>Before the first step of a run.</summary>
    internal void Reset(byte* arena)
    {
        NativeMemory.Clear(arena + Buffer.Offset, (nuint)(Buffer.Height * Buffer.RowBytes));
        if (Initial == 0)
            return;
        for (var y = 0; y < Buffer.Height; y++)
        {
            for (var x = 0; x < Buffer.Width; x++)
                new Span<float>(At(arena, y, x), Channels).Fill(Initial);
        }
    }
}
