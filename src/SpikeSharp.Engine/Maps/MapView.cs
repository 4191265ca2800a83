using System.Runtime.InteropServices;

namespace SpikeSharp.Engine.Maps;

/// <summary>Some channels of a map: a value of the graph, which may be a part of a concatenation.</summary>
internal readonly unsafe record struct MapView(MapBuffer Buffer, int FirstChannel, int Channels)
{
    private int ElementSize => Buffer.IsSpikes ? 1 : sizeof(float);

    /// <summary>Address of the first channel of a pixel; row and column may lie in the halo. A static map is the same at every t.</summary>
    internal byte* At(byte* arena, int t, int y, int x) =>
        arena
        + Buffer.Offset
        + (Buffer.Steps == 1 ? 0 : t * Buffer.StepBytes)
        + (y + Buffer.Halo) * Buffer.RowBytes
        + (x + Buffer.Halo) * Buffer.PixelBytes
        + (nint)FirstChannel * ElementSize;

    /// <summary>The spike that a byte of this map stands for.</summary>
    internal int Spike(byte value) => Buffer.IsSigned ? (sbyte)value : value;

    /// <summary>Zeros the halo beside rows [first, end), and above and below the map where these rows meet its edge.</summary>
    internal void ClearHalo(byte* arena, int t, int first, int end)
    {
        var halo = Buffer.Halo;
        if (halo == 0)
            return;
        if (first == 0)
            ClearRows(arena, t, -halo, 0);
        for (var y = first; y < end; y++)
        {
            Clear(At(arena, t, y, -halo), halo);
            Clear(At(arena, t, y, Buffer.Width), halo);
        }
        if (end == Buffer.Height)
            ClearRows(arena, t, end, end + halo);
    }

    private void ClearRows(byte* arena, int t, int first, int end)
    {
        for (var y = first; y < end; y++)
            Clear(At(arena, t, y, -Buffer.Halo), Buffer.Width + 2 * Buffer.Halo);
    }

    private void Clear(byte* at, int pixels)
    {
        if (Channels == Buffer.Channels)
        {
            NativeMemory.Clear(at, (nuint)(pixels * Buffer.PixelBytes));
            return;
        }
        for (var i = 0; i < pixels; i++)
            NativeMemory.Clear(at + i * Buffer.PixelBytes, (nuint)(Channels * ElementSize));
    }
}
