using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Engine.Kernels.Reals;

namespace SpikeSharp.Engine.Weights;

/// <summary>A matrix that is made while a network runs, [inputs, outputs], in the order in which a dense kernel reads it.</summary>
/// <param name="Inputs">Rows.</param>
/// <param name="Outputs">Columns.</param>
internal readonly unsafe record struct PackedMatrix(int Inputs, int Outputs)
{
    private const int BlockOutputs = RealWeights.BlockOutputs;

    /// <summary>Numbers that it takes.</summary>
    internal long Count => (long)Inputs * ((Outputs + IEventKernel.Quarter - 1) / IEventKernel.Quarter * IEventKernel.Quarter);

    /// <summary>Numbers that <see cref="Multiply"/> needs for as many pixels.</summary>
    internal static long SumsCount(int pixels) => (long)pixels * BlockOutputs;

    /// <summary>Where an element lies.</summary>
    internal long Place(int input, int output)
    {
        var (block, column) = Math.DivRem(output, BlockOutputs);
        return (long)Inputs * block * BlockOutputs + (long)input * Width(block) + column;
    }

    /// <summary>Multiplies rows of numbers with the matrix.</summary>
    /// <typeparam name="TKernel">By what.</typeparam>
    /// <param name="matrix">Its numbers; columns beyond the last hold anything finite.</param>
    /// <param name="rows">First number of the first row.</param>
    /// <param name="step">Numbers from row to row.</param>
    /// <param name="count">Rows.</param>
    /// <param name="sums">Memory for sums.</param>
    /// <param name="target">Where the first row's product goes.</param>
    /// <param name="targetStep">Numbers from product to product.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Multiply<TKernel>(float* matrix, float* rows, nint step, int count, float* sums, float* target, nint targetStep)
        where TKernel : struct, IRealKernel
    {
        for (var first = 0; first < Outputs; first += BlockOutputs)
        {
            var block = matrix + (nint)Inputs * first;
            int width = Width(first / BlockOutputs),
                outputs = Math.Min(BlockOutputs, Outputs - first);
            NativeMemory.Clear(sums, (nuint)((nint)count * width * sizeof(float)));
            if (width == IEventKernel.Quarter)
                TKernel.Accumulate<OneQuarter>(block, rows, step, Inputs, sums, width, count);
            else
                TKernel.Accumulate<TwoQuarters>(block, rows, step, Inputs, sums, width, count);
            for (var i = 0; i < count; i++)
                Unsafe.CopyBlockUnaligned(target + i * targetStep + first, sums + (nint)i * width, (uint)outputs * sizeof(float));
        }
    }

    private int Width(int block) => Outputs - block * BlockOutputs > IEventKernel.Quarter ? BlockOutputs : IEventKernel.Quarter;
}
