using SpikeSharp.Engine.Kernels;
using SpikeSharp.Engine.Kernels.Elements;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>Channels of a pixel for loops over elements, in place where variants say so.</summary>
internal static unsafe class ElementCases
{
    public static BindKernel Blend(InstructionSet set) =>
        (memory, length, variant) =>
        {
            var kernel = ElementKernels.Of(set).Blend;
            float* first = memory.Reals(length, edges: true),
                second = memory.Reals(length, edges: true),
                target = Target(memory, length, variant, first, second);
            return () => kernel(first, second, 0.3f, target, length);
        };

    public static BindKernel Affine(InstructionSet set) =>
        (memory, length, variant) =>
        {
            var kernel = ElementKernels.Of(set).Affine;
            float* source = memory.Reals(length, edges: true),
                scale = memory.Reals(length),
                shift = memory.Reals(length, edges: true),
                target = Target(memory, length, variant, source, source);
            return () => kernel(source, scale, shift, target, length);
        };

    public static BindKernel AddTimes(InstructionSet set) =>
        (memory, length, variant) =>
        {
            var kernel = ElementKernels.Of(set).AddTimes;
            float* source = memory.Reals(length, edges: true),
                target = Target(memory, length, variant, source, source);
            return () => kernel(source, 0.7f, target, length);
        };

    public static BindKernel Add(InstructionSet set) =>
        (memory, length, variant) =>
        {
            var kernel = ElementKernels.Of(set).Add;
            float* source = memory.Reals(length, edges: true),
                target = Target(memory, length, variant, source, source);
            return () => kernel(source, target, length);
        };

    public static BindKernel Largest(InstructionSet set) =>
        (memory, length, variant) =>
        {
            var kernel = ElementKernels.Of(set).KeepLargest;
            float* source = memory.Reals(length, edges: true),
                target = Target(memory, length, variant, source, source);
            return () => kernel(source, target, length);
        };

    // 0, 1: without a sign. 2, 3: with one.
    public static BindKernel LargestBytes(InstructionSet set) =>
        (memory, length, variant) =>
        {
            var kernels = ElementKernels.Of(set);
            var bytes = kernels.KeepLargestBytes;
            var signed = kernels.KeepLargestSigned;
            byte* source = memory.Any(length),
                target = memory.Compare(variant % 2 == 0 ? memory.Any(length) : source, length);
            return () =>
            {
                if (variant < 2)
                    bytes(source, target, length);
                else
                    signed((sbyte*)source, (sbyte*)target, length);
            };
        };

    public static BindKernel AddBytes(InstructionSet set) =>
        (memory, length, variant) =>
        {
            var kernel = ElementKernels.Of(set).AddBytes;
            byte* a = memory.Any(length),
                b = memory.Any(length),
                target = memory.Compare(
                    variant == 0 ? memory.Room(length)
                        : variant == 1 ? a
                        : b,
                    length
                );
            return () => kernel(a, b, target, length);
        };

    private static float* Target(KernelMemory memory, int length, int variant, float* first, float* second) =>
        memory.Compare(
            variant == 0 ? memory.Reals(length)
                : variant == 1 ? first
                : second,
            length
        );
}
