using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Models;
using SpikeSharp.Onnx;

namespace SpikeSharp.Cli.Bench;

/// <summary>
/// Another program that runs the same network: it is started anew for every round and prints <c>seconds/image median X</c>.
/// </summary>
internal sealed partial class Peer : IDisposable
{
    /// <summary>Plain PyTorch: the shared folder has a script for families of networks that it was written for.</summary>
    public const string Torch = "torch";

    /// <summary>ONNX Runtime, on the graph exported in its factors.</summary>
    public const string Ort = "ort";

    private const string Python = "/usr/bin/python3"; // Debian's; another one first on the PATH has no PyTorch of Debian's

    private readonly string _program;
    private readonly List<string> _words;
    private readonly string _install;
    private string? _folder;

    private Peer(string name, string program, IEnumerable<string> words, string install) =>
        (Name, _program, _words, _install) = (name, program, [.. words], install);

    /// <summary>What it is called in results.</summary>
    public string Name { get; }

    /// <summary>The peer of `--peer`.</summary>
    /// <param name="asked">torch, ort, or an ONNX file.</param>
    /// <param name="graph">The network that is measured.</param>
    /// <param name="side">Of its input, in pixels.</param>
    /// <param name="threads">That it may use.</param>
    /// <param name="runs">In a round.</param>
    /// <exception cref="UsageException">It is none of the three, or torch has no such network.</exception>
    /// <exception cref="FileNotFoundException">A part of the installation, or the file, is missing.</exception>
    public static Peer Of(string asked, SpikeGraph graph, int side, int threads, int runs)
    {
        if (asked == Torch)
            return PlainTorch(graph, side, threads, runs);
        if (asked == Ort)
            return Exported(graph, side, threads, runs);
        if (!asked.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--peer must be {Torch}, {Ort} or an ONNX file, not '{asked}'");
        return File.Exists(asked)
            ? OnnxRuntime(asked, side, threads, runs)
            : throw new FileNotFoundException($"{asked}: no such ONNX file", asked);
    }

    private static Peer PlainTorch(SpikeGraph graph, int side, int threads, int runs)
    {
        // A network of a fixed size is called by its family and its size: spikeyolo-s.
        var name = graph.Info.Name.Split('-');
        var isKnown = NetworkFamilies.All.Any(family => family.Names.Contains(graph.Info.Name));
        if (!isKnown || name is not [var family, var scale] || Neurons(graph).FirstOrDefault() is not ILif neuron)
            throw new UsageException(
                $"--peer {Torch} is for networks of a family's sizes, such as spikeyolo-s, with I-LIF neurons; "
                    + $"'{graph.Info.Name}' is another network"
            );
        var shared = Environment.GetEnvironmentVariable("SPIKESHARP_SHARED") ?? Path.Combine(Sources(Torch), "..", "shared");
        var script = Path.Combine(shared, "bench", $"peer_{family}_torch.py");
        if (!File.Exists(script))
            throw new FileNotFoundException(
                $"{script} is missing, which --peer {Torch} runs; set SPIKESHARP_SHARED to the shared folder",
                script
            );
        return new Peer(
            "PyTorch",
            Python,
            [
                script,
                "--scale",
                scale,
                .. Numbers("--size", side, "--T", graph.Info.TimeSteps, "--D", neuron.MaxSpikes, "--threads", threads, "--runs", runs),
            ],
            "install Debian's python3-torch and libopenblas0-pthread"
        );
    }

    private static IEnumerable<Neuron> Neurons(SpikeGraph graph) => graph.Nodes.Select(node => node.Operation).OfType<Neuron>();

    private static Peer Exported(SpikeGraph graph, int side, int threads, int runs)
    {
        var folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;
        var file = Path.Combine(folder, "net.onnx");
        try
        {
            OnnxFile.Save(graph, file, new OnnxSaveOptions(side, side) { Factorised = true });
            var peer = OnnxRuntime(file, side, threads, runs);
            peer._folder = folder;
            return peer;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static Peer OnnxRuntime(string file, int side, int threads, int runs)
    {
        var program = Path.Combine(Sources(Ort), "build", "dotnet", "bin", "SpikeSharp.Bench", "release", "SpikeSharp.Bench.dll");
        if (!File.Exists(program))
            throw new FileNotFoundException(
                "ONNX Runtime is missing: run 'dotnet build bench/SpikeSharp.Bench -c Release --artifacts-path build/dotnet' "
                    + $"in {Sources(Ort)}"
            );
        return new Peer(
            "ONNX Runtime",
            "dotnet",
            [program, "onnx-time", file, .. Numbers(side, side, runs, threads)],
            "install the .NET SDK so that 'dotnet' is on the PATH"
        );
    }

    private static IEnumerable<string> Numbers(params object[] words) =>
        words.Select(word => Convert.ToString(word, CultureInfo.InvariantCulture)!);

    /// <summary>The folder with the sources, above the program where it was built: what runs peers is not installed.</summary>
    private static string Sources(string peer)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "bench", "SpikeSharp.Bench", "SpikeSharp.Bench.csproj")))
                return at.FullName;
        throw new FileNotFoundException(
            $"--peer {peer} needs SpikeSharp's sources, and {AppContext.BaseDirectory} is not within them: use the ./spikesharp of a clone"
        );
    }

    /// <summary>Runs it once.</summary>
    /// <returns>The median time of an image, in milliseconds.</returns>
    /// <exception cref="FileNotFoundException">It cannot be started, or misses a library.</exception>
    /// <exception cref="InvalidDataException">It failed.</exception>
    public double Measure(CancellationToken stop)
    {
        using var process = Start();
        using var kill = stop.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        stop.ThrowIfCancellationRequested();
        if (process.ExitCode == 0 && Median().Match(output) is { Success: true } match)
            return 1000 * double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var sentences = errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var why = sentences.LastOrDefault(line => line.Contains("Error", StringComparison.Ordinal))
            ?? sentences.LastOrDefault()
            ?? $"exit status {process.ExitCode}";
        throw why.Contains("No module named", StringComparison.Ordinal) || why.Contains("Cannot find", StringComparison.Ordinal)
            ? new FileNotFoundException($"{Name} is missing for {_program} ({why}): {_install}")
            : new InvalidDataException($"{Name} could not be measured: {why}");
    }

    private Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo(_program, _words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new FileNotFoundException($"{_program} cannot be started, which runs {Name}: {_install}", _program, e);
        }
    }

    /// <summary>Deletes what was exported for it.</summary>
    public void Dispose()
    {
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex("seconds/image median ([0-9.]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Median();
}
