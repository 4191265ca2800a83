using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Engine.Kernels.Reals;
using SpikeSharp.Engine.Weights;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>Windows and weights for dense kernels of real numbers.</summary>
internal static unsafe class RealCases
{
    // One and two quarters by pixels that the widest kernel takes together, one more, and fewer.
    public const int DenseVariants = 6;

    // 1, 33 and 100 columns by 1 and 7 rows.
    public const int MatrixVariants = 6;

    private static readonly int[] Pixels = [5, 6, 3];
    private static readonly int[] Columns = [1, 33, 100];

    public static Action Dense<TKernel>(KernelMemory memory, int length, int variant)
        where TKernel : struct, IRealKernel
    {
        int quarters = variant % 2 + 1,
            pixels = Pixels[variant / 2],
            outputs = quarters * IEventKernel.Quarter,
            step = variant == 0 ? length + 3 : Math.Max(1, length / 2),
            sumStep = outputs + 8 * variant;
        var weights = memory.Reals(length * outputs, edges: variant % 3 == 2);
        var window = memory.Reals((pixels - 1) * step + length);
        var count = (pixels - 1) * sumStep + outputs;
        var sums = memory.Compare(memory.Reals(count), count);
        return () =>
        {
            if (quarters == 1)
                TKernel.Accumulate<OneQuarter>(weights, window, step, length, sums, sumStep, pixels);
            else
                TKernel.Accumulate<TwoQuarters>(weights, window, step, length, sums, sumStep, pixels);
        };
    }

    public static Action Matrix<TKernel>(KernelMemory memory, int length, int variant)
        where TKernel : struct, IRealKernel
    {
        int columns = Columns[variant / 2],
            rows = variant % 2 == 0 ? 1 : 7,
            step = length + variant,
            targetStep = columns + variant;
        var packed = new PackedMatrix(length, columns);
        var matrix = memory.Reals((int)packed.Count);
        var source = memory.Reals((rows - 1) * step + length);
        var sums = (float*)memory.Room((int)PackedMatrix.SumsCount(rows) * sizeof(float));
        var count = (rows - 1) * targetStep + columns;
        var target = memory.Compare((float*)memory.Room(count * sizeof(float)), count);
        return () => packed.Multiply<TKernel>(matrix, source, step, rows, sums, target, targetStep);
    }
}
