using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Data.Synthetic;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Energy;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Imaging;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Training;

namespace SpikeSharp.Demo;

/// <summary>
/// The whole way on one small machine, without a download: draws a data set, trains a spiking detector, validates it, compiles it to the
/// graph, shows that integer spikes and binary time steps are the same network, counts operations, and writes it all on one page.
/// Interrupted, it goes on where it was.
/// </summary>
/// <param name="options">What to do.</param>
/// <param name="reporter">Sees the training.</param>
/// <param name="step">Told in a few words what begins.</param>
/// <param name="watch">Called with the training, which it must run; null runs it as it is.</param>
public sealed class Demonstration(DemoOptions options, ITrainingReporter reporter, Action<string> step, Action<Action>? watch = null)
{
    private const int Samples = 8,
        Maps = 6;

    // What comes after training takes this long on two busy cores.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(100);

    private readonly long _start = Stopwatch.GetTimestamp();

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Does everything.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the same call goes on where it was.</exception>
    public DemoResult Run(CancellationToken cancel = default)
    {
        Directory.CreateDirectory(options.Folder);
        var yaml = DrawData(cancel);
        var checkpoint = Train(yaml, cancel);
        var table = ResultsTable.Continue(Path.Combine(RunFolder, "results.csv"), TaskColumns.Detect, reporter.Note);

        step("validating");
        var data = DataYaml.Load(yaml);
        var (train, validation) = (
            DetectionData.Load(data, "train", new ScanOptions(), cancel),
            DetectionData.Load(data, "val", new ScanOptions(), cancel)
        );
        using var loaded = Checkpoint.Load(checkpoint);
        var seen = new List<ImageDetections>();
        var score = new DetectionValidator(validation, new ValidateOptions { ImageSize = options.ImageSize, Batch = options.Batch }).Run(
            new ModelDetector(loaded.Model, loaded.Description),
            observe: seen.Add,
            cancel: cancel
        );

        step("compiling to the spike-driven graph");
        var graph = GraphCompiler.Compile(loaded.Model, loaded.Description);
        var file = Path.Combine(options.Folder, "net.spk.safetensors");
        GraphFile.Save(graph, file);

        step("comparing integer spikes with binary time steps");
        var verification = IntegerBinaryVerification.Run(graph, Images(validation, options.VerifiedImages, share: 0.5, cancel));

        step("counting operations");
        var counter = new OperationCounter(graph);
        foreach (var image in Images(validation, options.CountedImages, share: 0.8, cancel))
            counter.Add(image);
        var counts = counter.Average();

        step("writing the page");
        var watched = Resampling.Fit(Image.Load(validation.Images[0].Path), new(options.ImageSize, options.ImageSize));
        var weights = loaded.Model.Weights.Entries;
        var result = new DemoResult
        {
            Options = options,
            Train = train,
            Validation = validation,
            Curves = TrainingCurves.Of(table),
            Score = score,
            Samples = [.. seen.OrderBy(s => s.Image.Path, StringComparer.Ordinal).Take(Samples)],
            TrainedParameters = loaded.Model.Weights.ParameterCount,
            TrainedLayers = (
                weights.Count(e => e.Tensor.Rank == 4),
                weights.Count(e => e.Name.EndsWith("running_mean", StringComparison.Ordinal))
            ),
            CompiledParameters = graph.Nodes.Sum(node => node.Operation.ParameterCount),
            SpikeDriven = SpikeDrivenCheck.Run(graph),
            Verification = verification,
            Counts = counts,
            Energy = EnergyReport.Of(counts, EnergyModel.Float32),
            Watched = watched,
            Maps = FiringMaps.Of(graph, NetworkInput.Of(watched), Maps),
            Time = Elapsed,
            Page = Path.GetFullPath(Path.Combine(options.Folder, "index.html")),
            Checkpoint = checkpoint,
            Graph = file,
        };
        AtomicFile.Write(result.Page, stream => stream.Write(Encoding.UTF8.GetBytes(DemoPage.Of(result))));
        return result;
    }

    private string RunFolder => Path.Combine(options.Folder, "run");

    private string DrawData(CancellationToken cancel)
    {
        var p = options.Pictures with { Seed = options.Seed };
        step(string.Create(CultureInfo.InvariantCulture, $"drawing {p.TrainImages} + {p.ValImages} pictures"));
        // Named after what is in it: with other options the old pictures stay, and are not mistaken for the new.
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(p)))[..6];
        var name = string.Create(CultureInfo.InvariantCulture, $"shapes-{p.ImageSize}px-seed{p.Seed}-{hash}");
        return SyntheticShapes.Write(Path.Combine(options.Folder, name), p, cancel);
    }

    private string Train(string yaml, CancellationToken cancel)
    {
        var run = Training(yaml);
        // The same run if the same was asked for, wherever the folder lies now.
        var asked = run with { RunFolder = "", Data = Path.GetFileName(Path.GetDirectoryName(yaml)!) };
        var (note, wanted) = (Path.Combine(RunFolder, "demo.json"), RunFile.Words(asked));
        var resume =
            File.Exists(Path.Combine(RunFolder, "weights", "last.safetensors")) && File.Exists(note) && File.ReadAllText(note) == wanted;
        step(resume ? "going on with the training" : "training");
        Directory.CreateDirectory(RunFolder);
        var before = resume
            ? TrainingCurves.Of(ResultsTable.Continue(Path.Combine(RunFolder, "results.csv"), TaskColumns.Detect, reporter.Note)).Seconds
            : 0;
        if (!resume)
            File.WriteAllText(note, wanted);
        var limit = TimeSpan.FromSeconds(Math.Max(1, (options.TimeLimit - Reserve - Elapsed).TotalSeconds)) + TimeSpan.FromSeconds(before);
        using var trainer = new Trainer(run with { TimeLimitHours = limit.TotalHours }, reporter, resume, cancel);
        if (watch is null)
            trainer.Run(cancel);
        else
            watch(() => trainer.Run(cancel));
        return trainer.BestPath;
    }

    private TrainOptions Training(string yaml) =>
        new()
        {
            Data = yaml,
            RunFolder = RunFolder,
            Network = new SpikeYoloOptions(options.Variant, 1, new NeuronOptions()),
            ImageSize = options.ImageSize,
            Epochs = options.Epochs,
            Batch = options.Batch,
            Threads = options.Threads,
            Device = options.Device,
            Seed = (ulong)options.Seed,
            Patience = 0,
            CacheImages = true,
            Plots = false,
            // Few pictures: a step every batch, and AdamW, which needs fewer of them; biases first, as those of the head start far off.
            NominalBatch = options.Batch,
            Optimiser = OptimiserKind.AdamW,
            Lr0 = options.LearningRate,
            Momentum = 0.9,
            WarmupBiasLr = 0.05,
            CloseMosaic = options.CloseMosaic,
        };

    // At least one, then as many as there is time for.
    private IEnumerable<InputTensor> Images(DetectionData data, int count, double share, CancellationToken cancel)
    {
        var until = Elapsed + (options.TimeLimit - Elapsed) * share;
        foreach (var (i, image) in data.Images.Take(count).Index())
        {
            cancel.ThrowIfCancellationRequested();
            if (i > 0 && Elapsed > until)
                yield break;
            yield return NetworkInput.Load(image.Path, options.ImageSize);
        }
    }
}
