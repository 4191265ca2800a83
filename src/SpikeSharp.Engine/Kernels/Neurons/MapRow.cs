using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Lanes;

namespace SpikeSharp.Engine.Kernels.Neurons;

/// <summary>Where some channels of a row of pixels lie, and in which numbers.</summary>
internal unsafe struct MapRow
{
    /// <summary>First channel of the first pixel at t = 0; null for a map that is not there.</summary>
    internal byte* First;

    /// <summary>Bytes from pixel to pixel.</summary>
    internal nint Pixel;

    /// <summary>Bytes from time step to time step; 0 for a map that is the same at every t.</summary>
    internal nint Step;

    /// <summary>Whether it holds spikes, a byte each; otherwise float32.</summary>
    internal bool IsSpikes;

    /// <summary>Whether spikes have a sign.</summary>
    internal bool IsSigned;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly byte* At(int t, int pixel) => First + t * Step + pixel * Pixel;

    /// <summary>Numbers from channel <paramref name="c"/> on of the pixel at <paramref name="pixel"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly TLanes Load<TLanes>(byte* pixel, int c)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!IsSpikes)
            return TLanes.Load((float*)pixel + c);
        return IsSigned ? TLanes.Load((sbyte*)pixel + c) : TLanes.Load(pixel + c);
    }
}
