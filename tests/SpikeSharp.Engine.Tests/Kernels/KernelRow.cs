using SpikeSharp.Engine.Kernels;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>Fills the buffers of one call and hands back the call itself, to be made once by a test and often by a benchmark.</summary>
/// <param name="memory">Where buffers come from.</param>
/// <param name="length">Elements, 0 or more.</param>
/// <param name="variant">Which of the kind's cases: strides, in place, neurons.</param>
public delegate Action BindKernel(KernelMemory memory, int length, int variant);

/// <summary>A kernel beside the plain loops that define it.</summary>
/// <param name="Family">What both compute.</param>
/// <param name="Set">The instructions of the kernel.</param>
/// <param name="IsHere">Whether this machine has them.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Definition">What it must give, bit by bit.</param>
/// <param name="Variants">Cases for each length.</param>
/// <param name="Usual">Length that a network has, for benchmarks.</param>
public sealed record KernelRow(
    string Family,
    InstructionSet Set,
    bool IsHere,
    BindKernel Kernel,
    BindKernel Definition,
    int Variants,
    int Usual
)
{
    public override string ToString() => $"{Family}, {Set}";
}
