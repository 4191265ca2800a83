using SpikeSharp.Engine.Kernels;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>Every kernel gives the bits of its definition, and touches nothing beside its buffers.</summary>
public sealed class KernelTests
{
    private const int Longest = 256;

    public static TheoryData<string, InstructionSet> Rows()
    {
        var data = new TheoryData<string, InstructionSet>();
        foreach (var row in KernelTable.Rows)
            data.Add(row.Family, row.Set);
        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void A_kernel_gives_the_bits_of_its_definition(string family, InstructionSet set)
    {
        var row = KernelTable.Rows.Single(row => row.Family == family && row.Set == set);
        Skip.IfNot(row.IsHere, $"{set} is not here: {row} not run");
        using GuardedMemory definition = new(),
            kernel = new();
        for (var length = 0; length <= Longest; length++)
        {
            for (var variant = 0; variant < row.Variants; variant++)
            {
                definition.Reset();
                kernel.Reset();
                var seed = 1000 * length + variant;
                KernelMemory expected = new(definition, seed),
                    actual = new(kernel, seed);
                row.Definition(expected, length, variant)();
                row.Kernel(actual, length, variant)();
                expected.MustEqual(actual, $"{row}, length {length}, variant {variant}");
            }
        }
    }

    /// <summary>What this machine lacks is told, so that nobody takes a green run for more than it is.</summary>
    [SkippableFact]
    public void Every_row_is_run_here()
    {
        var missing = KernelTable.Rows.Where(row => !row.IsHere).ToArray();
        Skip.If(missing.Length > 0, $"{missing.FirstOrDefault()?.Set} is not here: {missing.Length} rows not run");
        Assert.Empty(missing);
    }
}
