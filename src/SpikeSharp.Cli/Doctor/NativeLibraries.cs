using System.Runtime.InteropServices;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Imaging;
using SpikeSharp.Torch;

namespace SpikeSharp.Cli.Doctor;

/// <summary>Whether the native libraries load, what they found, and the loader's own words when they do not.</summary>
internal static class NativeLibraries
{
    private const string Rebuild = "build it anew: rm -rf build/native && ./spikesharp doctor";

    /// <summary>Looks at libtorch and its matrix library, then at OpenCV.</summary>
    public static IEnumerable<Finding> Examine(string folder)
    {
        var torch = Path.Combine(folder, "libspikesharp_torch.so");
        if (LoadError(torch) is { } torchError)
            yield return new("libtorch", torchError, Rebuild);
        else
            foreach (var finding in Torch())
                yield return finding;

        yield return Pictures();
    }

    /// <summary>The matrix library: Debian's reference BLAS works, and is some thirty times slower.</summary>
    public static Finding Blas(string? blas, string? openBlas)
    {
        const string install = "matrix products are slow with it; type: sudo apt-get install -y libopenblas0-pthread";
        return (blas, openBlas) switch
        {
            (_, not null) when openBlas.Contains("openblas-serial", StringComparison.Ordinal) => new(
                "BLAS",
                $"OpenBLAS without threads, {openBlas}",
                install
            ),
            (_, not null) => new("BLAS", $"OpenBLAS, {openBlas}"),
            (not null, _) when blas.Contains("/openblas", StringComparison.Ordinal) => new("BLAS", $"OpenBLAS, {blas}"),
            (not null, _) when blas.Contains("/blas/", StringComparison.Ordinal) => new("BLAS", $"the reference BLAS, {blas}", install),
            (not null, _) => new("BLAS", blas),
            _ => new("BLAS", "part of libtorch"),
        };
    }

    private static IEnumerable<Finding> Torch()
    {
        var facts = TorchRuntime.Version.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var place = MappedFiles.Find("libtorch_cpu.so") ?? MappedFiles.Find("libtorch") ?? "place unknown";
        yield return new("libtorch", $"{facts[0].Replace("libtorch ", "", StringComparison.Ordinal)}, {place}");
        yield return Blas(MappedFiles.Find("libblas.so"), MappedFiles.Find("libopenblas"));
        var parallel = facts.FirstOrDefault(fact => fact.StartsWith("ATen parallel backend", StringComparison.Ordinal)) is { } backend
            ? ", " + backend["ATen parallel backend: ".Length..]
            : "";
        ThreadCount.Use(0);
        yield return new("threads", $"{TorchRuntime.Threads} of {Environment.ProcessorCount} cores{parallel}");
        yield return new("GPUs", TorchRuntime.CudaDevices == 0 ? "none that this libtorch can use" : $"{TorchRuntime.CudaDevices} (CUDA)");
    }

    private static string? LoadError(string path)
    {
        if (!File.Exists(path))
            return $"{path}: no such file";
        try
        {
            NativeLibrary.Load(path);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return $"{path}: {e.Message.ReplaceLineEndings(" ").Trim()}";
        }
    }

    private static Finding Pictures()
    {
        try
        {
            return new("OpenCV", $"{OpenCv.Version}, {MappedFiles.Find("libOpenCvSharpExtern.so") ?? "place unknown"}");
        }
        catch (ImagingException e)
        {
            return new("OpenCV", e.Reason, "pictures and videos need it; type: sudo apt-get install -y libgtk-3-0");
        }
    }
}
