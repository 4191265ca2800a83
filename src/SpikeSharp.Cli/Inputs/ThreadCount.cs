using System.Globalization;
using SpikeSharp.Torch;

namespace SpikeSharp.Cli.Inputs;

/// <summary>How many threads a verb computes with: every verb that runs libtorch begins with this.</summary>
internal static class ThreadCount
{
    /// <summary>Sets libtorch's threads; left alone, some builds of it use a single one.</summary>
    /// <param name="asked">The value of --threads.</param>
    public static void Use(int asked) =>
        TorchRuntime.Threads = Of(asked, Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), Environment.ProcessorCount);

    /// <summary>The number of threads: the one asked for, else OMP_NUM_THREADS, else one a core.</summary>
    public static int Of(int asked, string? openMp, int cores) =>
        asked > 0 ? asked
        : int.TryParse(openMp, NumberStyles.None, CultureInfo.InvariantCulture, out var set) && set > 0 ? set
        : cores;
}
