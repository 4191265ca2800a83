namespace SpikeSharp.Engine.Kernels.Lanes;

/// <summary>
/// As many float32 numbers as one register holds. What is written over lanes is compiled once for each set of instructions.
/// </summary>
/// <remarks>
/// Each operation treats its lanes alike and alone, and none is fused, so every width gives the same bits. <see cref="ScalarLanes"/>
/// defines them. Loads and stores touch <see cref="Count"/> elements and no byte more; what is left over goes through <see
/// cref="ScalarLanes"/>.
/// </remarks>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Numbers that go together.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in each lane.</summary>
    static abstract TSelf Create(float value);

    /// <summary>float32 numbers.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>16-bit integers, exact as float32.</summary>
    static abstract TSelf Load(short* source);

    /// <summary>32-bit integers, exact as float32 below 2^24 in size.</summary>
    static abstract TSelf Load(int* source);

    /// <summary>Bytes without a sign.</summary>
    static abstract TSelf Load(byte* source);

    /// <summary>Bytes with a sign.</summary>
    static abstract TSelf Load(sbyte* source);

    /// <summary>Writes the lanes as float32.</summary>
    void Store(float* target);

    /// <summary>Writes the lowest byte of each lane, rounded half to even; lanes lie within ±2^31.</summary>
    void StoreRounded(byte* target);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>The other sign, of zero and NaN too.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>Quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>To the next whole number below.</summary>
    static abstract TSelf Floor(TSelf a);

    /// <summary>To the nearest whole number, half to even.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>Without its sign.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>a &gt; b ? a : b: the second where they are equal or one is NaN, as vmaxps has it.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>a &lt; b ? a : b: the second where they are equal or one is NaN, as vminps has it.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>a &gt; b ? then : otherwise; NaN is not greater.</summary>
    static abstract TSelf IfGreater(TSelf a, TSelf b, TSelf then, TSelf otherwise);

    /// <summary>a &#8805; b ? then : otherwise; NaN is not.</summary>
    static abstract TSelf IfAtLeast(TSelf a, TSelf b, TSelf then, TSelf otherwise);

    /// <summary>In which lanes a &gt; b, the first lane in the lowest bit.</summary>
    static abstract ulong WhereGreater(TSelf a, TSelf b);
}
