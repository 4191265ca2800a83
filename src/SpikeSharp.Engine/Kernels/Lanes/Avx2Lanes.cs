using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeSharp.Engine.Kernels.Lanes;

/// <summary>Eight numbers in a 256-bit register.</summary>
internal readonly unsafe struct Avx2Lanes : ILanes<Avx2Lanes>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<float> _values;

    private Avx2Lanes(Vector256<float> values) => _values = values;

    public static int Count => Vector256<float>.Count;

    [MethodImpl(Inline)]
    public static Avx2Lanes Create(float value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static Avx2Lanes Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(Inline)]
    public static Avx2Lanes Load(short* source) => new(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(Vector128.Load(source))));

    [MethodImpl(Inline)]
    public static Avx2Lanes Load(int* source) => new(Vector256.ConvertToSingle(Vector256.Load(source)));

    [MethodImpl(Inline)]
    public static Avx2Lanes Load(byte* source) => new(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(Eight(source))));

    [MethodImpl(Inline)]
    public static Avx2Lanes Load(sbyte* source) => new(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(Eight(source).AsSByte())));

    [MethodImpl(Inline)]
    public void Store(float* target) => _values.Store(target);

    // vcvtps2dq rounds half to even; both narrowings keep the lowest bits, as a cast does.
    [MethodImpl(Inline)]
    public void StoreRounded(byte* target)
    {
        var whole = Avx.ConvertToVector256Int32(_values);
        var shorts = Vector128.Narrow(whole.GetLower(), whole.GetUpper()).AsUInt16();
        *(ulong*)target = Vector128.Narrow(shorts, shorts).AsUInt64().ToScalar();
    }

    [MethodImpl(Inline)]
    public static Avx2Lanes operator +(Avx2Lanes a, Avx2Lanes b) => new(a._values + b._values);

    [MethodImpl(Inline)]
    public static Avx2Lanes operator -(Avx2Lanes a, Avx2Lanes b) => new(a._values - b._values);

    [MethodImpl(Inline)]
    public static Avx2Lanes operator -(Avx2Lanes a) => new(-a._values);

    [MethodImpl(Inline)]
    public static Avx2Lanes operator *(Avx2Lanes a, Avx2Lanes b) => new(a._values * b._values);

    [MethodImpl(Inline)]
    public static Avx2Lanes operator /(Avx2Lanes a, Avx2Lanes b) => new(a._values / b._values);

    [MethodImpl(Inline)]
    public static Avx2Lanes Floor(Avx2Lanes a) => new(Vector256.Floor(a._values));

    [MethodImpl(Inline)]
    public static Avx2Lanes Round(Avx2Lanes a) => new(Vector256.Round(a._values));

    [MethodImpl(Inline)]
    public static Avx2Lanes Abs(Avx2Lanes a) => new(Vector256.Abs(a._values));

    [MethodImpl(Inline)]
    public static Avx2Lanes Max(Avx2Lanes a, Avx2Lanes b) => new(Avx.Max(a._values, b._values));

    [MethodImpl(Inline)]
    public static Avx2Lanes Min(Avx2Lanes a, Avx2Lanes b) => new(Avx.Min(a._values, b._values));

    [MethodImpl(Inline)]
    public static Avx2Lanes IfGreater(Avx2Lanes a, Avx2Lanes b, Avx2Lanes then, Avx2Lanes otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(a._values, b._values), then._values, otherwise._values));

    [MethodImpl(Inline)]
    public static Avx2Lanes IfAtLeast(Avx2Lanes a, Avx2Lanes b, Avx2Lanes then, Avx2Lanes otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(a._values, b._values), then._values, otherwise._values));

    [MethodImpl(Inline)]
    public static ulong WhereGreater(Avx2Lanes a, Avx2Lanes b) => Vector256.GreaterThan(a._values, b._values).ExtractMostSignificantBits();

    // Eight bytes and no more are read.
    [MethodImpl(Inline)]
    private static Vector128<byte> Eight(void* source) => Vector128.CreateScalarUnsafe(*(ulong*)source).AsByte();
}
