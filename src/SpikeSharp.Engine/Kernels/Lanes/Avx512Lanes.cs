using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeSharp.Engine.Kernels.Lanes;

/// <summary>Sixteen numbers in a 512-bit register. Its instructions are those of AVX-512 F.</summary>
internal readonly unsafe struct Avx512Lanes : ILanes<Avx512Lanes>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<float> _values;

    private Avx512Lanes(Vector512<float> values) => _values = values;

    public static int Count => Vector512<float>.Count;

    [MethodImpl(Inline)]
    public static Avx512Lanes Create(float value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static Avx512Lanes Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(Inline)]
    public static Avx512Lanes Load(short* source) =>
        new(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector256.Load(source))));

    [MethodImpl(Inline)]
    public static Avx512Lanes Load(int* source) => new(Vector512.ConvertToSingle(Vector512.Load(source)));

    [MethodImpl(Inline)]
    public static Avx512Lanes Load(byte* source) => new(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(source))));

    [MethodImpl(Inline)]
    public static Avx512Lanes Load(sbyte* source) =>
        new(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(source))));

    [MethodImpl(Inline)]
    public void Store(float* target) => _values.Store(target);

    // vcvtps2dq rounds half to even, and vpmovdb keeps the lowest byte of each lane.
    [MethodImpl(Inline)]
    public void StoreRounded(byte* target) => Avx512F.ConvertToVector128Byte(Avx512F.ConvertToVector512Int32(_values)).Store(target);

    [MethodImpl(Inline)]
    public static Avx512Lanes operator +(Avx512Lanes a, Avx512Lanes b) => new(a._values + b._values);

    [MethodImpl(Inline)]
    public static Avx512Lanes operator -(Avx512Lanes a, Avx512Lanes b) => new(a._values - b._values);

    [MethodImpl(Inline)]
    public static Avx512Lanes operator -(Avx512Lanes a) => new(-a._values);

    [MethodImpl(Inline)]
    public static Avx512Lanes operator *(Avx512Lanes a, Avx512Lanes b) => new(a._values * b._values);

    [MethodImpl(Inline)]
    public static Avx512Lanes operator /(Avx512Lanes a, Avx512Lanes b) => new(a._values / b._values);

    [MethodImpl(Inline)]
    public static Avx512Lanes Floor(Avx512Lanes a) => new(Vector512.Floor(a._values));

    [MethodImpl(Inline)]
    public static Avx512Lanes Round(Avx512Lanes a) => new(Vector512.Round(a._values));

    [MethodImpl(Inline)]
    public static Avx512Lanes Abs(Avx512Lanes a) => new(Vector512.Abs(a._values));

    [MethodImpl(Inline)]
    public static Avx512Lanes Max(Avx512Lanes a, Avx512Lanes b) => new(Avx512F.Max(a._values, b._values));

    [MethodImpl(Inline)]
    public static Avx512Lanes Min(Avx512Lanes a, Avx512Lanes b) => new(Avx512F.Min(a._values, b._values));

    [MethodImpl(Inline)]
    public static Avx512Lanes IfGreater(Avx512Lanes a, Avx512Lanes b, Avx512Lanes then, Avx512Lanes otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(a._values, b._values), then._values, otherwise._values));

    [MethodImpl(Inline)]
    public static Avx512Lanes IfAtLeast(Avx512Lanes a, Avx512Lanes b, Avx512Lanes then, Avx512Lanes otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(a._values, b._values), then._values, otherwise._values));

    [MethodImpl(Inline)]
    public static ulong WhereGreater(Avx512Lanes a, Avx512Lanes b) =>
        Vector512.GreaterThan(a._values, b._values).ExtractMostSignificantBits();
}
