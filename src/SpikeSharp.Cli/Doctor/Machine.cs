using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpikeSharp.Cli.Doctor;

/// <summary>The computer: processor, memory, disk.</summary>
internal static class Machine
{
    private const long Gibibyte = 1L << 30;

    /// <summary>Looks at the computer.</summary>
    /// <param name="folder">The folder whose disk is meant.</param>
    public static IEnumerable<Finding> Examine(string folder)
    {
        yield return new("CPU", $"{ProcessorName()}, {Environment.ProcessorCount} cores");
        yield return new("instructions", string.Join(" ", Instructions()));
        yield return Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, AvailableMemory());
        yield return Disk(folder, new DriveInfo(folder).AvailableFreeSpace);
    }

    /// <summary>Memory, with a remedy when there is too little of it to train.</summary>
    public static Finding Memory(long total, long? available) =>
        new(
            "memory",
            $"{InGibibytes(total)}{(available is { } free ? $", {InGibibytes(free)} available" : "")}",
            total < 2 * Gibibyte ? "training wants 2 GiB of memory or more; use a smaller --batch and --imgsz" : null
        );

    /// <summary>Disk, with a remedy when a run would soon fill it.</summary>
    public static Finding Disk(string folder, long free) =>
        new("disk", $"{InGibibytes(free)} free in {folder}", free < Gibibyte ? "a run may need 1 GiB of disk; free some space" : null);

    private static IEnumerable<string> Instructions()
    {
        if (Avx2.IsSupported)
            yield return "AVX2";
        if (Fma.IsSupported)
            yield return "FMA";
        if (Avx512F.IsSupported)
            yield return "AVX-512F";
        if (Avx512BW.IsSupported)
            yield return "AVX-512BW";
        if (AvxVnni.IsSupported)
            yield return "AVX-VNNI";
        if (CpuInfo("flags")?.Split(' ').Contains("avx512_vnni") == true)
            yield return "AVX-512-VNNI";
        if (AdvSimd.IsSupported)
            yield return "NEON";
        if (Dp.IsSupported)
            yield return "DP";
        if (!Avx2.IsSupported && !AdvSimd.IsSupported)
            yield return "none that SpikeSharp uses";
    }

    private static string ProcessorName() => CpuInfo("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? CpuInfo(string key) => ProcValue("/proc/cpuinfo", key);

    private static long? AvailableMemory() =>
        ProcValue("/proc/meminfo", "MemAvailable") is { } text
        && long.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes * 1024
            : null;

    private static string? ProcValue(string file, string key) =>
        !File.Exists(file)
            ? null
            : File.ReadLines(file)
                .Where(line => line.StartsWith(key, StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
                .FirstOrDefault();

    private static string InGibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / Gibibyte:0.0} GiB");
}
