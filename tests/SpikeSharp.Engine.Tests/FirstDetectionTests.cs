using System.Diagnostics;
using SpikeSharp.Testing;

namespace SpikeSharp.Engine.Tests;

/// <summary>A process of its own that has Graph and Engine alone.</summary>
public sealed class FirstDetectionTests
{
    [Fact]
    public void A_program_that_only_detects_maps_no_native_library_of_ours_and_no_libtorch()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "SpikeSharp.FirstDetection.dll");
        var graph = Path.Combine(TestData.Repository, "bench", "weights", "bccd-p.spk.safetensors");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, graph, "320"]) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Matches("^[0-9]+ ms, [1-9][0-9]* objects$", lines[0]);
        Assert.Contains("libcoreclr.so", lines);
        Assert.DoesNotContain(lines, name =>
            name.Contains("torch", StringComparison.Ordinal) || name.Contains("spikesharp", StringComparison.Ordinal)
        );
    }
}
