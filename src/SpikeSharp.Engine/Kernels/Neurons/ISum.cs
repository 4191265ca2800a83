using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Lanes;

namespace SpikeSharp.Engine.Kernels.Neurons;

/// <summary>In which numbers a convolution hands over its sums.</summary>
internal unsafe interface ISum
{
    /// <summary>Bytes of a sum.</summary>
    static abstract int Bytes { get; }

    /// <summary>Sums from <paramref name="index"/> on, as float32.</summary>
    static abstract TLanes Load<TLanes>(byte* sums, int index)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>16-bit integers.</summary>
internal readonly unsafe struct ShortSum : ISum
{
    public static int Bytes => sizeof(short);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* sums, int index)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load((short*)sums + index);
}

/// <summary>32-bit integers; below 2^24 in size they are exact as float32.</summary>
internal readonly unsafe struct IntegerSum : ISum
{
    public static int Bytes => sizeof(int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* sums, int index)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load((int*)sums + index);
}

/// <summary>float32.</summary>
internal readonly unsafe struct RealSum : ISum
{
    public static int Bytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* sums, int index)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load((float*)sums + index);
}

/// <summary>No convolution: zero, to which residuals are added.</summary>
internal readonly unsafe struct NoSum : ISum
{
    public static int Bytes => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* sums, int index)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Create(0);
}
