using SpikeSharp.Engine.Kernels.Lanes;

namespace SpikeSharp.Engine.Kernels.Elements;

/// <summary>
/// Loops over the channels of a pixel, one element at a time or as many as a register holds: what one set of instructions has.
/// </summary>
/// <remarks>
/// They read and write as many elements as they are told and no byte beside them. A target may be one of the sources, element for element.
/// </remarks>
internal sealed unsafe class ElementKernels
{
    private ElementKernels() { }

    /// <summary>(first, second, share, target, count): target = first · (1 − share) + second · share.</summary>
    internal delegate* <float*, float*, float, float*, int, void> Blend { get; private init; }

    /// <summary>(source, scale, shift, target, count): target = source · scale + shift.</summary>
    internal delegate* <float*, float*, float*, float*, int, void> Affine { get; private init; }

    /// <summary>(source, factor, target, count): target += factor · source.</summary>
    internal delegate* <float*, float, float*, int, void> AddTimes { get; private init; }

    /// <summary>(source, target, count): target += source.</summary>
    internal delegate* <float*, float*, int, void> Add { get; private init; }

    /// <summary>(source, target, count): target = source &gt; target ? source : target.</summary>
    internal delegate* <float*, float*, int, void> KeepLargest { get; private init; }

    /// <summary><see cref="KeepLargest"/> of bytes without a sign.</summary>
    internal delegate* <byte*, byte*, int, void> KeepLargestBytes { get; private init; }

    /// <summary><see cref="KeepLargest"/> of bytes with a sign.</summary>
    internal delegate* <sbyte*, sbyte*, int, void> KeepLargestSigned { get; private init; }

    /// <summary>(a, b, target, count): target = a + b, whose bytes the caller knows to fit, signed or not.</summary>
    internal delegate* <byte*, byte*, byte*, int, void> AddBytes { get; private init; }

    /// <summary>The kernels of a set of instructions.</summary>
    internal static ElementKernels Of(InstructionSet instructions) =>
        instructions switch
        {
            InstructionSet.Avx512 => WithVectors<Avx512Lanes>(),
            InstructionSet.Avx2 => WithVectors<Avx2Lanes>(),
            InstructionSet.Scalar => Plain(),
            _ => throw new ArgumentOutOfRangeException(nameof(instructions), instructions, "no kernels for this set"),
        };

    private static ElementKernels Plain() =>
        new()
        {
            Blend = &RealElements.Blend<ScalarLanes>,
            Affine = &RealElements.Affine<ScalarLanes>,
            AddTimes = &RealElements.AddTimes<ScalarLanes>,
            Add = &RealElements.Add<ScalarLanes>,
            KeepLargest = &RealElements.KeepLargest<ScalarLanes>,
            KeepLargestBytes = &ByteElements.KeepLargestPlain,
            KeepLargestSigned = &ByteElements.KeepLargestPlain,
            AddBytes = &ByteElements.AddPlain,
        };

    private static ElementKernels WithVectors<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes> =>
        new()
        {
            Blend = &RealElements.Blend<TLanes>,
            Affine = &RealElements.Affine<TLanes>,
            AddTimes = &RealElements.AddTimes<TLanes>,
            Add = &RealElements.Add<TLanes>,
            KeepLargest = &RealElements.KeepLargest<TLanes>,
            KeepLargestBytes = &ByteElements.KeepLargest,
            KeepLargestSigned = &ByteElements.KeepLargest,
            AddBytes = &ByteElements.Add,
        };
}
