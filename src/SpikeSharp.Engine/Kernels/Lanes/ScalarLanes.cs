using System.Runtime.CompilerServices;

namespace SpikeSharp.Engine.Kernels.Lanes;

/// <summary>One number: plain arithmetic, which defines what the vectors must give, and finishes what they leave over.</summary>
internal readonly unsafe struct ScalarLanes : ILanes<ScalarLanes>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly float _value;

    private ScalarLanes(float value) => _value = value;

    public static int Count => 1;

    [MethodImpl(Inline)]
    public static ScalarLanes Create(float value) => new(value);

    [MethodImpl(Inline)]
    public static ScalarLanes Load(float* source) => new(*source);

    [MethodImpl(Inline)]
    public static ScalarLanes Load(short* source) => new(*source);

    [MethodImpl(Inline)]
    public static ScalarLanes Load(int* source) => new(*source);

    [MethodImpl(Inline)]
    public static ScalarLanes Load(byte* source) => new(*source);

    [MethodImpl(Inline)]
    public static ScalarLanes Load(sbyte* source) => new(*source);

    [MethodImpl(Inline)]
    public void Store(float* target) => *target = _value;

    [MethodImpl(Inline)]
    public void StoreRounded(byte* target) => *target = (byte)(int)MathF.Round(_value);

    [MethodImpl(Inline)]
    public static ScalarLanes operator +(ScalarLanes a, ScalarLanes b) => new(a._value + b._value);

    [MethodImpl(Inline)]
    public static ScalarLanes operator -(ScalarLanes a, ScalarLanes b) => new(a._value - b._value);

    [MethodImpl(Inline)]
    public static ScalarLanes operator -(ScalarLanes a) => new(-a._value);

    [MethodImpl(Inline)]
    public static ScalarLanes operator *(ScalarLanes a, ScalarLanes b) => new(a._value * b._value);

    [MethodImpl(Inline)]
    public static ScalarLanes operator /(ScalarLanes a, ScalarLanes b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static ScalarLanes Floor(ScalarLanes a) => new(MathF.Floor(a._value));

    [MethodImpl(Inline)]
    public static ScalarLanes Round(ScalarLanes a) => new(MathF.Round(a._value));

    [MethodImpl(Inline)]
    public static ScalarLanes Abs(ScalarLanes a) => new(MathF.Abs(a._value));

    [MethodImpl(Inline)]
    public static ScalarLanes Max(ScalarLanes a, ScalarLanes b) => a._value > b._value ? a : b;

    [MethodImpl(Inline)]
    public static ScalarLanes Min(ScalarLanes a, ScalarLanes b) => a._value < b._value ? a : b;

    [MethodImpl(Inline)]
    public static ScalarLanes IfGreater(ScalarLanes a, ScalarLanes b, ScalarLanes then, ScalarLanes otherwise) =>
        a._value > b._value ? then : otherwise;

    [MethodImpl(Inline)]
    public static ScalarLanes IfAtLeast(ScalarLanes a, ScalarLanes b, ScalarLanes then, ScalarLanes otherwise) =>
        a._value >= b._value ? then : otherwise;

    [MethodImpl(Inline)]
    public static ulong WhereGreater(ScalarLanes a, ScalarLanes b) => a._value > b._value ? 1u : 0u;
}
