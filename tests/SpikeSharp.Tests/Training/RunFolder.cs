using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;
using SpikeSharp.Metrics;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Training;

namespace SpikeSharp.Tests.Training;

/// <summary>
/// A folder that goes with the test, with a data set of grey images: one object each, of two classes in turn, in the middle.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    public RunFolder(int train = 5, int val = 3)
    {
        Add("train", train);
        Add("val", val);
        File.WriteAllText(this["data.yaml"], "train: images/train\nval: images/val\nnames: [cat, dog]\n");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("spikesharp-run-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public TrainOptions Options =>
        new()
        {
            Data = this["data.yaml"],
            Network = new SpikeYoloOptions(SpikeYoloVariant.Find("p")!, 1, new NeuronOptions()),
            RunFolder = this["run"],
            Epochs = 6,
            ImageSize = 64,
            Batch = 2,
            CloseMosaic = 2,
            Seed = 7,
        };

    public IEnumerable<string> Files(string folder = "run") =>
        Directory.EnumerateFiles(this[folder]).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);

    public DetectionData Load(string split) => DetectionData.Load(DataYaml.Load(this["data.yaml"]), split);

    /// <summary>A validation of two objects; the first is found with a confidence, the second is not.</summary>
    public static ValidationResult Result(double confidence = 0.8)
    {
        var (metrics, confusion) = (new DetectionMetrics(2), new ConfusionMatrix(2));
        Detection[] found = [new(new Box(10, 10, 30, 30), (float)confidence, 0)];
        GroundTruth[] truth = [new(new Box(10, 10, 30, 30), 0), new(new Box(50, 50, 60, 60), 1)];
        metrics.Add(found, truth);
        confusion.Add(found, truth);
        return new ValidationResult(
            metrics.Compute(),
            confusion,
            [1.5, 2.5, 3.5],
            [new LayerRate("a", 0.25, 0.2, 0, 0)],
            new StageTimes(1, 2, 3)
        );
    }

    public static EpochResult Epoch(int epoch, ValidationResult? validation = null) =>
        new(
            epoch,
            6,
            [1.0 / 3, 2, 1e-7],
            validation,
            validation is null ? null : 1.75,
            0.1,
            0.01,
            60.25 * (epoch + 1),
            50,
            99.5,
            IsBest: false
        );

    /// <summary>Share of an image's pixels that are within reach of a colour, JPEG's losses allowed for.</summary>
    public static double Share(Image image, Rgb colour)
    {
        var count = 0;
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var p = image[x, y];
                if (Math.Abs(p.R - colour.R) + Math.Abs(p.G - colour.G) + Math.Abs(p.B - colour.B) < 60)
                    count++;
            }
        }
        return (double)count / (image.Width * image.Height);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void Add(string split, int count)
    {
        Directory.CreateDirectory(this[$"images/{split}"]);
        Directory.CreateDirectory(this[$"labels/{split}"]);
        for (var i = 0; i < count; i++)
        {
            var image = new Image(80, 60);
            image.Fill(Rgb.Grey((byte)(120 + i)));
            image.Save(this[$"images/{split}/{i}.png"]);
            File.WriteAllText(this[$"labels/{split}/{i}.txt"], $"{i % 2} 0.5 0.5 0.5 0.4\n");
        }
    }
}
