using System.Security.Cryptography;
using SpikeSharp.Checkpoints;
using SpikeSharp.Data.Synthetic;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Training;

namespace SpikeSharp.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;
    private readonly string _data;

    public TrainerTests() =>
        _data = SyntheticShapes.Write(
            Path.Combine(_folder, "data"),
            new SyntheticOptions
            {
                TrainImages = 12,
                ValImages = 4,
                ImageSize = 96,
            }
        );

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_stopped_anywhere_and_resumed_ends_with_the_same_bytes()
    {
        var whole = Train("whole", new Watcher());
        var random = new Random(11);
        for (var trial = 0; trial < 5; trial++)
        {
            var name = $"stopped{trial}";
            // Four batches an epoch, accumulated by two, three epochs: stops fall between steps of the optimiser, too.
            var stop = random.Next(1, 12);
            Assert.Throws<OperationCanceledException>(() => Train(name, new Watcher { StopAfter = stop }));
            Assert.Equal(whole, Train(name, new Watcher(), resume: true));
        }
    }

    [Fact]
    public void A_run_goes_on_from_the_checkpoint_before_when_the_last_is_damaged()
    {
        var whole = Train("whole", new Watcher());
        Assert.Throws<OperationCanceledException>(() => Train("damaged", new Watcher { StopAfter = 10 }));
        var last = Path.Combine(_folder, "damaged", "weights", "last.safetensors");
        var bytes = File.ReadAllBytes(last);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(last, bytes);
        var watcher = new Watcher();
        Assert.Equal(whole, Train("damaged", watcher, resume: true));
        Assert.Contains(watcher.Notes, n => n.Contains("going on from the checkpoint before it"));
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_leaves_the_one_before_in_its_place()
    {
        var whole = Train("whole", new Watcher());
        var last = Path.Combine(_folder, "unwritten", "weights", "last.safetensors");
        var obstacle = $"{last}.tmp-{Environment.ProcessId}";
        Assert.Throws<UnauthorizedAccessException>(() =>
            Train("unwritten", new Watcher { AtEpoch = () => Directory.CreateDirectory(obstacle) })
        );
        Checkpoint.Load(last).Dispose();
        Directory.Delete(obstacle);
        var watcher = new Watcher();
        Assert.Equal(whole, Train("unwritten", watcher, resume: true));
        Assert.Empty(watcher.Notes);
    }

    [Fact]
    public void Nothing_to_resume_is_said_plainly() =>
        Assert.Contains(
            "no checkpoint to resume",
            Assert.Throws<CheckpointException>(() => Train("nothing", new Watcher(), resume: true)).Message
        );

    [Fact]
    public void A_loss_that_stays_infinite_ends_the_run_after_three_recoveries()
    {
        var watcher = new Watcher();
        Assert.Throws<NumericalException>(() =>
            Train("wild", watcher, change: o => o with { Lr0 = 1e30, WarmupEpochs = 0, Optimiser = OptimiserKind.Sgd })
        );
        using var last = Checkpoint.Load(Path.Combine(_folder, "wild", "weights", "last.safetensors"));
        Assert.Equal(3, watcher.Notes.Count(n => n.Contains("recovery")));
    }

    [Fact]
    public void The_count_of_live_tensors_stays_the_same_over_500_steps()
    {
        var watcher = new Watcher();
        // Few epochs of many steps: an epoch ends with a checkpoint, which takes longer than its steps.
        Train("long", watcher, change: o =>
            o with
            {
                Network = new SpikeYoloOptions(new SpikeYoloVariant("custom", 0.1, 0.03125), 1, new NeuronOptions()),
                Epochs = 42,
                Batch = 1,
                Validate = false,
                Patience = 0,
            }
        );
        Assert.Equal(504, watcher.Live.Count);
        Assert.True(
            watcher.Live.Distinct().Count() == 1,
            string.Join(", ", watcher.Live.CountBy(n => n).Select(n => $"{n.Value} steps with {n.Key}"))
        );
    }

    private string Train(string name, Watcher watcher, bool resume = false, Func<TrainOptions, TrainOptions>? change = null)
    {
        var options = new TrainOptions
        {
            Data = _data,
            RunFolder = Path.Combine(_folder, name),
            Network = new SpikeYoloOptions(new SpikeYoloVariant("custom", 0.33, 0.03125), 1, new NeuronOptions()),
            Epochs = 3,
            Batch = 3,
            NominalBatch = 6,
            ImageSize = 64,
            Optimiser = OptimiserKind.AdamW,
            Lr0 = 0.002,
            CloseMosaic = 1,
            WarmupEpochs = 1,
            Threads = 1,
            Plots = false,
        };
        using var trainer = new Trainer(change?.Invoke(options) ?? options, watcher, resume);
        trainer.Run(watcher.Cancel.Token);
        using var scope = new TensorScope();
        using var file = Graph.Safetensors.SafetensorsFile.Open(Path.Combine(options.RunFolder, "weights", "last.safetensors"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in file.Tensors.Keys.Order(StringComparer.Ordinal))
            hash.AppendData(file.Bytes(tensor));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed class Watcher : ITrainingReporter
    {
        private int _batches;

        public CancellationTokenSource Cancel { get; } = new();
        public int StopAfter { get; init; } = int.MaxValue;
        public Action? AtEpoch { get; init; }
        public List<string> Notes { get; } = [];
        public List<long> Live { get; } = [];

        public void Started(TrainingSetup setup) { }

        public void BatchDone(BatchProgress progress)
        {
            Live.Add(Tensor.LiveCount);
            if (++_batches == StopAfter)
                Cancel.Cancel();
        }

        public void EpochDone(EpochResult result) => AtEpoch?.Invoke();

        public void Note(string message) => Notes.Add(message);
    }
}
