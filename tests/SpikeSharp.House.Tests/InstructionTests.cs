using System.Text.RegularExpressions;

namespace SpikeSharp.House.Tests;

/// <summary>Which vector instructions run is chosen in one place: what is written for a set of them lies in a folder of kernels.</summary>
public sealed partial class InstructionTests
{
    // They ask what the machine has, and run nothing of it.
    private static readonly string[] Askers =
    [
        "src/SpikeSharp.Cli/Doctor/Machine.cs", // lists the machine's sets for a person
        "src/SpikeSharp.Torch/Interop/Native.cs", // tells libtorch's matrix library which set to use
    ];

    [Fact]
    public void Only_kernels_name_the_instructions_of_a_processor()
    {
        var sources = SourceTree.CSharp("src").ToArray();
        Assert.Contains(sources, IsKernel);
        var elsewhere =
            from file in sources
            where !IsKernel(file) && !Askers.Contains(file)
            from line in SourceTree.Lines(file).Select((text, i) => (Text: text, Number: i + 1))
            where Named().IsMatch(line.Text)
            select $"{file}:{line.Number}: {line.Text.Trim()}";
        Assert.Empty(elsewhere);
    }

    /// <summary>An exception that nothing needs any more goes.</summary>
    [Fact]
    public void Every_exception_is_needed() => Assert.All(Askers, file => Assert.Contains(SourceTree.Lines(file), Named().IsMatch));

    private static bool IsKernel(string file) => file.Contains("/Kernels/", StringComparison.Ordinal);

    // A wide vector, or the namespaces in which the intrinsics of one kind of processor lie.
    [GeneratedRegex(@"\bVector512\b|System\.Runtime\.Intrinsics\.(X86|Arm|Wasm)")]
    private static partial Regex Named();
}
