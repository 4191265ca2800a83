using System.Runtime.Intrinsics.X86;

namespace SpikeSharp.Engine.Kernels;

/// <summary>The vector instructions a kernel is written for; all give the same integers.</summary>
public enum InstructionSet
{
    /// <summary>Plain loops and .NET's portable vectors: runs everywhere, and defines what the others must give.</summary>
    Scalar,

    /// <summary>AVX2 and FMA, 256 bits.</summary>
    Avx2,

    /// <summary>AVX-512 F, BW and VBMI2, 512 bits.</summary>
    Avx512,
}

/// <summary>Which instructions this machine has, and which are used.</summary>
public static class InstructionSets
{
    /// <summary>The variable that forces a set, for tests: <c>avx512</c>, <c>avx2</c> or <c>scalar</c>.</summary>
    public const string Variable = "SPIKESHARP_ISA";

    /// <summary>The sets this machine can run, best first.</summary>
    public static IReadOnlyList<InstructionSet> Supported { get; } = FindSupported();

    /// <summary>The best set, or the one that <see cref="Variable"/> names.</summary>
    /// <exception cref="InvalidOperationException">The variable names an unknown set, or one that this machine lacks.</exception>
    public static InstructionSet Choose()
    {
        var wanted = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(wanted))
            return Supported[0];
        if (!Enum.TryParse<InstructionSet>(wanted, ignoreCase: true, out var set) || !Enum.IsDefined(set))
            throw new InvalidOperationException($"{Variable} is '{wanted}', wanted avx512, avx2 or scalar.");
        return Supported.Contains(set)
            ? set
            : throw new InvalidOperationException(
                $"{Variable} is '{wanted}', which this machine lacks; it has {string.Join(", ", Supported)}."
            );
    }

    private static List<InstructionSet> FindSupported()
    {
        var sets = new List<InstructionSet>();
        if (Avx512BW.IsSupported && Avx512Vbmi2.IsSupported)
            sets.Add(InstructionSet.Avx512);
        if (Avx2.IsSupported && Fma.IsSupported)
            sets.Add(InstructionSet.Avx2);
        sets.Add(InstructionSet.Scalar);
        return sets;
    }
}
