using System.Security.Cryptography;
using SpikeSharp.Blocks;
using SpikeSharp.Checkpoints;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Imaging;
using SpikeSharp.Models;
using SpikeSharp.Training;

namespace SpikeSharp.Tests.Training;

/// <summary>What <see cref="TrainerTests"/> holds for spiking detectors, for the other networks and tasks.</summary>
public sealed class TaskTrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fcn-n")]
    [InlineData("vgg-n")]
    [InlineData("resnet-n")]
    [InlineData("spike2former-nano")]
    [InlineData("metaspikeformer-fpn-nano")]
    public void A_run_stopped_anywhere_and_resumed_ends_with_the_same_bytes(string network)
    {
        var data = Segments(network) ? Masks() : Classes();
        var whole = Train(network, data, "whole", stopAfter: int.MaxValue);
        foreach (var stop in network.EndsWith("-nano", StringComparison.Ordinal) ? [4] : (int[])[1, 3, 4, 7])
        {
            Assert.Throws<OperationCanceledException>(() => Train(network, data, $"stopped{stop}", stop));
            Assert.Equal(whole, Train(network, data, $"stopped{stop}", int.MaxValue, resume: true));
        }
        var header = File.ReadLines(Path.Combine(_folder, "whole", "results.csv")).First();
        Assert.StartsWith(
            network == "spike2former-nano"
                    ? "epoch,time,train/cls_loss,train/mask_loss,train/dice_loss,metrics/pixel_acc,metrics/mIoU,val/cls_loss,"
                        + "val/mask_loss,val/dice_loss,lr/pg0,"
                : Segments(network) ? "epoch,time,train/loss,metrics/pixel_acc,metrics/mIoU,val/loss,lr/pg0,"
                : "epoch,time,train/loss,metrics/accuracy_top1,metrics/accuracy_top5,val/loss,lr/pg0,",
            header,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("fcn-n", 0.9)]
    [InlineData("resnet-n", 0.9)]
    public void What_is_easy_is_learnt(string network, double wanted)
    {
        var data = Segments(network) ? Masks() : Classes();
        using var trainer = new Trainer(
            Options(network, data, "easy") with
            {
                Epochs = 40,
                NominalBatch = 4,
                Plots = true,
            },
            new Watcher(int.MaxValue)
        );
        var result = trainer.Run()!;
        Assert.True(result.Scores.Max() >= wanted && result.Fitness >= wanted, string.Join(", ", result.Scores));
        Assert.Contains("confusion_matrix.png", Directory.EnumerateFiles(Path.Combine(_folder, "easy")).Select(Path.GetFileName));
        foreach (
            var name in (string[])
                ["labels.jpg", "train_batch0.jpg", "val_batch0_labels.jpg", "val_batch0_pred.jpg", "results.png", "run.json"]
        )
            Assert.True(File.Exists(Path.Combine(_folder, "easy", name)), name);
        Assert.Equal(Segments(network), result is SegmentationResult);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_recovered_from_or_ends_the_run()
    {
        var watcher = new Watcher(int.MaxValue);
        using var trainer = new Trainer(
            Options("vgg-n", Classes(), "wild") with
            {
                Lr0 = 1e30,
                WarmupEpochs = 0,
                Optimiser = OptimiserKind.Sgd,
                Epochs = 20,
            },
            watcher
        );
        Assert.Throws<NumericalException>(() => trainer.Run());
        Assert.Equal(3, watcher.Notes.Count(note => note.Contains("recovery", StringComparison.Ordinal)));
    }

    [Fact]
    public void Weights_of_another_class_count_are_taken_but_for_the_classifier()
    {
        Train("vgg-n", Classes(), "first", int.MaxValue);
        Directory.CreateDirectory(Path.Combine(_folder, "classes", "train", "black"));
        new Image(32, 32).Save(Path.Combine(_folder, "classes", "train", "black", "0.png"));
        var watcher = new Watcher(int.MaxValue);
        var options = Options("vgg-n", Path.Combine(_folder, "classes"), "second") with
        {
            Pretrained = Path.Combine(_folder, "first", "weights", "best.safetensors"),
            Epochs = 1,
        };
        using (var trainer = new Trainer(options, watcher))
            trainer.Run();
        Assert.Contains(watcher.Notes, note => note.Contains("2 of the class branches", StringComparison.Ordinal));
    }

    private TrainOptions Options(string network, string data, string name) =>
        new()
        {
            Data = data,
            RunFolder = Path.Combine(_folder, name),
            Network = NetworkOf(network),
            Epochs = 3,
            Batch = 4,
            NominalBatch = 8,
            ImageSize = 32,
            Optimiser = OptimiserKind.AdamW,
            Lr0 = 0.005,
            WarmupEpochs = 0,
            Threads = 1,
            Plots = false,
            Patience = 0,
            Augment = new() { Scale = 0.2 },
        };

    private static bool Segments(string network) => network is "fcn-n" or "spike2former-nano" or "metaspikeformer-fpn-nano";

    private static NetworkOptions NetworkOf(string name) =>
        ModelSource
            .Open(name, NetworkFamilies.Of(name, isFile: false) is AnnFamily ? new() { Classes = 1, Activation = Activation.ReLU } : null)
            .Description!.Options;

    private string Train(string network, string data, string name, int stopAfter, bool resume = false)
    {
        var watcher = new Watcher(stopAfter);
        var options = Options(network, data, name);
        using var trainer = new Trainer(options, watcher, resume);
        trainer.Run(watcher.Cancel.Token);
        using var file = SafetensorsFile.Open(Path.Combine(options.RunFolder, "weights", "last.safetensors"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in file.Tensors.Keys.Order(StringComparer.Ordinal))
            hash.AppendData(file.Bytes(tensor));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private string Masks()
    {
        var root = Path.Combine(_folder, "masks");
        foreach (var (split, count) in (ReadOnlySpan<(string, int)>)[("train", 12), ("val", 4)])
        {
            Directory.CreateDirectory(Path.Combine(root, "images", split));
            Directory.CreateDirectory(Path.Combine(root, "masks", split));
            for (var i = 0; i < count; i++)
            {
                var (image, values) = (new Image(64, 64), new ushort[64 * 64]);
                for (var y = 0; y < 64; y++)
                {
                    for (var x = 0; x < 64; x++)
                    {
                        var bright = x + y > 40 + 5 * i % 40;
                        image[x, y] = Rgb.Grey(bright ? (byte)210 : (byte)40);
                        values[y * 64 + x] = bright ? (ushort)1 : (ushort)0;
                    }
                }
                image.Save(Path.Combine(root, "images", split, $"{i}.png"));
                new ClassMap(64, 64, values).Save(Path.Combine(root, "masks", split, $"{i}.png"));
            }
        }
        File.WriteAllText(Path.Combine(root, "data.yaml"), "task: segment\ntrain: images/train\nval: images/val\nnames: [dark, bright]\n");
        return root;
    }

    private string Classes()
    {
        var root = Path.Combine(_folder, "classes");
        foreach (var (split, count) in (ReadOnlySpan<(string, int)>)[("train", 6), ("val", 2)])
        {
            foreach (var (name, colour) in (ReadOnlySpan<(string, Rgb)>)[("red", new(200, 30, 30)), ("blue", new(30, 30, 200))])
            {
                Directory.CreateDirectory(Path.Combine(root, split, name));
                for (var i = 0; i < count; i++)
                {
                    var image = new Image(36, 36);
                    image.Fill(colour);
                    image[i, i] = Rgb.White;
                    image.Save(Path.Combine(root, split, name, $"{i}.png"));
                }
            }
        }
        return root;
    }

    private sealed class Watcher(int stopAfter) : ITrainingReporter
    {
        private int _batches;

        public CancellationTokenSource Cancel { get; } = new();
        public List<string> Notes { get; } = [];

        public void Started(TrainingSetup setup) { }

        public void BatchDone(BatchProgress progress)
        {
            if (++_batches == stopAfter)
                Cancel.Cancel();
        }

        public void EpochDone(EpochResult result) { }

        public void Note(string message) => Notes.Add(message);
    }
}
