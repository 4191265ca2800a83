using System.Runtime.Intrinsics.X86;
using SpikeSharp.Engine.Kernels;
using SpikeSharp.Engine.Kernels.Attention;
using SpikeSharp.Engine.Kernels.Depthwise;
using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Engine.Kernels.Lanes;
using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Kernels.Reals;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>
/// Every kernel that is written for a set of instructions, beside its definition: tests compare them, benchmarks time them.
/// </summary>
public static class KernelTable
{
    /// <summary>The rows, family by family.</summary>
    public static IReadOnlyList<KernelRow> Rows { get; } = [.. All()];

    private static IEnumerable<KernelRow> All() =>
        [
            .. Lanes(
                "one step, 16-bit sums",
                NeuronCases.OneStep<ShortSum, Avx512Lanes>,
                NeuronCases.OneStep<ShortSum, Avx2Lanes>,
                NeuronCases.OneStep<ShortSum, ScalarLanes>,
                NeuronCases.OneStepVariants
            ),
            .. Lanes(
                "one step, 32-bit sums",
                NeuronCases.OneStep<IntegerSum, Avx512Lanes>,
                NeuronCases.OneStep<IntegerSum, Avx2Lanes>,
                NeuronCases.OneStep<IntegerSum, ScalarLanes>,
                NeuronCases.OneStepVariants
            ),
            .. Lanes(
                "one step, float sums",
                NeuronCases.OneStep<RealSum, Avx512Lanes>,
                NeuronCases.OneStep<RealSum, Avx2Lanes>,
                NeuronCases.OneStep<RealSum, ScalarLanes>,
                NeuronCases.OneStepVariants
            ),
            .. Lanes(
                "one step, no sums",
                NeuronCases.OneStep<NoSum, Avx512Lanes>,
                NeuronCases.OneStep<NoSum, Avx2Lanes>,
                NeuronCases.OneStep<NoSum, ScalarLanes>,
                NeuronCases.OneStepVariants
            ),
            .. Lanes(
                "neurons over time",
                NeuronCases.OverTime<Avx512Lanes>,
                NeuronCases.OverTime<Avx2Lanes>,
                NeuronCases.OverTime<ScalarLanes>,
                NeuronCases.OverTimeVariants
            ),
            .. Lanes(
                "burst neurons",
                NeuronCases.Bursts<Avx512Lanes>,
                NeuronCases.Bursts<Avx2Lanes>,
                NeuronCases.Bursts<ScalarLanes>,
                NeuronCases.BurstVariants
            ),
            .. Events(
                "int8 events, list",
                EventCases.List<Int8EventsAvx512>,
                EventCases.List<Int8EventsAvx2>,
                EventCases.List<Int8EventsScalar>,
                2
            ),
            // AVX2 takes the definition as it is.
            new(
                "int8 events, order",
                InstructionSet.Avx512,
                InstructionSets.Supported.Contains(InstructionSet.Avx512),
                EventCases.Reorder<Int8EventsAvx512>,
                EventCases.Reorder<Int8EventsScalar>,
                1,
                64
            ),
            .. Events(
                "int8 events, add",
                EventCases.AddInt8<Int8EventsAvx512>,
                EventCases.AddInt8<Int8EventsAvx2>,
                EventCases.AddInt8<Int8EventsScalar>,
                EventCases.AddVariants
            ),
            .. Events(
                "float events, list",
                EventCases.List<FloatEventsAvx512>,
                EventCases.List<FloatEventsAvx2>,
                EventCases.List<FloatEventsScalar>,
                4
            ),
            .. Events(
                "float events, add",
                EventCases.AddFloat<FloatEventsAvx512>,
                EventCases.AddFloat<FloatEventsAvx2>,
                EventCases.AddFloat<FloatEventsScalar>,
                EventCases.AddVariants
            ),
            .. Lanes(
                "dense reals",
                RealCases.Dense<RealAvx512>,
                RealCases.Dense<RealAvx2>,
                RealCases.Dense<RealScalar>,
                RealCases.DenseVariants
            ),
            .. Lanes(
                "matrix of reals",
                RealCases.Matrix<RealAvx512>,
                RealCases.Matrix<RealAvx2>,
                RealCases.Matrix<RealScalar>,
                RealCases.MatrixVariants
            ),
            .. Lanes(
                "depthwise, sum",
                DepthwiseCases.Sum<DepthwiseAvx512>,
                DepthwiseCases.Sum<DepthwiseAvx2>,
                DepthwiseCases.Sum<DepthwiseScalar>,
                DepthwiseCases.SumVariants
            ),
            .. Lanes(
                "depthwise, unpack",
                DepthwiseCases.Unpack<DepthwiseAvx512>,
                DepthwiseCases.Unpack<DepthwiseAvx2>,
                DepthwiseCases.Unpack<DepthwiseScalar>,
                2
            ),
            .. Elements("blend", ElementCases.Blend, 3),
            .. Elements("affine", ElementCases.Affine, 2),
            .. Elements("add times", ElementCases.AddTimes, 2),
            .. Elements("add", ElementCases.Add, 2),
            .. Elements("largest, float", ElementCases.Largest, 2),
            .. Elements("largest, bytes", ElementCases.LargestBytes, 4),
            .. Elements("add bytes", ElementCases.AddBytes, 3),
            Portable(
                "attention, key times value",
                AttentionCases.KeyTimesValue<AttentionVectors>,
                AttentionCases.KeyTimesValue<AttentionScalar>,
                2,
                32
            ),
            Portable("attention, query", AttentionCases.Query<AttentionVectors>, AttentionCases.Query<AttentionScalar>, 2, 32),
        ];

    private static KernelRow[] Lanes(string family, BindKernel wide, BindKernel narrow, BindKernel definition, int variants) =>
        [
            new(family, InstructionSet.Avx512, Avx512F.IsSupported, wide, definition, variants, 64),
            new(family, InstructionSet.Avx2, Avx2.IsSupported && Fma.IsSupported, narrow, definition, variants, 64),
        ];

    private static KernelRow[] Events(string family, BindKernel wide, BindKernel narrow, BindKernel definition, int variants) =>
        [
            new(family, InstructionSet.Avx512, InstructionSets.Supported.Contains(InstructionSet.Avx512), wide, definition, variants, 64),
            new(family, InstructionSet.Avx2, Avx2.IsSupported && Fma.IsSupported, narrow, definition, variants, 64),
        ];

    private static KernelRow[] Elements(string family, Func<InstructionSet, BindKernel> of, int variants) =>
        Lanes(family, of(InstructionSet.Avx512), of(InstructionSet.Avx2), of(InstructionSet.Scalar), variants);

    private static KernelRow Portable(string family, BindKernel kernel, BindKernel definition, int variants, int usual) =>
        new(family, InstructionSet.Avx2, true, kernel, definition, variants, usual);
}
