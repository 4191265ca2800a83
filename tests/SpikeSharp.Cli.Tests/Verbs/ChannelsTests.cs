using SpikeSharp.Data.Synthetic;
using SpikeSharp.Imaging;
using SpikeSharp.Testing;
using static SpikeSharp.Cli.Tests.Verbs.Commands;

namespace SpikeSharp.Cli.Tests.Verbs;

/// <summary>Whole commands on pictures of one channel, and of five.</summary>
public sealed class ChannelsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_network_is_trained_measured_compiled_and_used_on_them(int channels)
    {
        var data = Data(channels);
        Run(
                "train",
                "--data",
                data,
                "--model",
                "spikeyolo",
                "--depth-multiple",
                "0.33",
                "--width-multiple",
                "0.0625",
                "--imgsz",
                "64",
                "--batch",
                "4",
                "--epochs",
                "1",
                "--workers",
                "1",
                "--threads",
                "1",
                "--project",
                At("runs"),
                "--name",
                "first"
            )
            .Done();
        var best = At("runs/first/weights/best.safetensors");
        Assert.True(File.Exists(At("runs/first/train_batch0.jpg")));
        Run("val", "--model", best, "--data", data, "--plots", "false").Done();
        var graph = At("net.spk.safetensors");
        Run("compile", "--model", best, "--output", graph).Done();
        var pictures = Path.Combine(Path.GetDirectoryName(data)!, "images", "val");
        foreach (var (model, engine) in ((string, string)[])[(best, "exact"), (graph, "exact"), (graph, "int8"), (graph, "reference")])
        {
            var run = Run(
                "predict",
                "--model",
                model,
                "--source",
                pictures,
                "--engine",
                engine,
                "--conf",
                "0.001",
                "--project",
                At("found")
            );
            Assert.Contains("2 pictures", run.Done().Output, StringComparison.Ordinal);
        }
        Assert.NotEmpty(Directory.EnumerateFiles(At("found"), "*.*", SearchOption.AllDirectories));
        Run("energy", "--model", graph, "--data", data).Done();
        Run("val", "--model", "spikeyolo-p", "--channels", "3", "--data", Data(3), "--plots", "false").Done();
        Run("predict", "--model", graph, "--source", At("other.png")).Fails(3);
    }

    [Fact]
    public void Pictures_of_other_channels_than_the_networks_are_refused_by_name()
    {
        var data = Data(5);
        var picture = Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(data)!, "images", "val")).First();
        var outcome = Run(
            "val",
            "--model",
            Path.Combine(TestData.Repository, "bench", "weights", "bccd-p.spk.safetensors"),
            "--data",
            data
        );
        outcome.Fails(2, "channels = 3", "channels = 5");
        File.WriteAllText(data, File.ReadAllText(data).Replace("channels: 5", "channels: 0", StringComparison.Ordinal));
        Run("val", "--model", "spikeyolo-p", "--data", data).Fails(4, data, "1 to 1024");
        Assert.True(File.Exists(picture));
    }

    // Drawn pictures; of five channels as TIFF files: the three colours, and two that are shades of them.
    private string Data(int channels)
    {
        var yaml = SyntheticShapes.Write(
            At($"shapes{channels}"),
            new()
            {
                TrainImages = 4,
                ValImages = 2,
                ImageSize = 96,
                MaxObjects = 2,
            }
        );
        File.AppendAllText(yaml, $"channels: {channels}\n");
        if (channels <= 3)
            return yaml;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(yaml)!, "*.*", SearchOption.AllDirectories).ToArray())
        {
            if (Path.GetExtension(file) is not (".png" or ".jpg"))
                continue;
            var image = Image.Load(file);
            var pixels = new byte[image.Width * image.Height * channels];
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)(image.Pixels[i / channels * 3 + i % channels % 3] / (1 + i % channels / 3));
            File.WriteAllBytes(Path.ChangeExtension(file, ".tiff"), TiffFile.Of(pixels, image.Width, image.Height, channels));
            File.Delete(file);
        }
        return yaml;
    }
}
