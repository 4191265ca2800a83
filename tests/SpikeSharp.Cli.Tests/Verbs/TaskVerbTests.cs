using System.Text.Json;
using SpikeSharp.Checkpoints;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Imaging;
using static SpikeSharp.Cli.Tests.Verbs.Commands;

namespace SpikeSharp.Cli.Tests.Verbs;

/// <summary>Whole commands for the tasks other than detection by spikes, on data that the test draws.</summary>
public sealed class TaskVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_segmenter_is_trained_measured_compiled_and_used()
    {
        var data = Masks();
        var trained = Run(Words(data, "fcn-n", "--json", At("train.json"))).Done();
        Assert.Contains("train: mIoU=", trained.Output, StringComparison.Ordinal);
        Assert.Contains("pixel acc", trained.Output, StringComparison.Ordinal);
        var best = At("runs/first/weights/best.safetensors");
        var measured = Run(
                "val",
                "--model",
                best,
                "--data",
                data,
                "--project",
                At("runs"),
                "--json",
                At("val.json"),
                "--batch",
                "2",
                "--workers",
                "1",
                "--threads",
                "1"
            )
            .Done();
        using var result = JsonDocument.Parse(File.ReadAllText(At("val.json")));
        var score = result.RootElement.GetProperty("score");
        foreach (var key in (string[])["mIoU", "mAcc", "aAcc"])
            Assert.InRange(score.GetProperty(key).GetDouble(), 0, 1);
        Assert.Equal("dark", score.GetProperty("classes")[0].GetProperty("name").GetString());
        Assert.Equal(
            score.GetProperty("classes").EnumerateArray().Average(c => c.GetProperty("Acc").GetDouble()),
            score.GetProperty("mAcc").GetDouble(),
            9
        );
        Assert.Equal(
            score.GetProperty("pixels").GetInt64(),
            score.GetProperty("confusion").EnumerateArray().SelectMany(row => row.EnumerateArray()).Sum(n => n.GetInt64())
        );
        Assert.True(File.Exists(At("runs/val/val_batch0_pred.jpg")));

        Run("compile", "--model", best, "--output", At("net.spk.safetensors"), "--threads", "1").Done();
        var graph = Run("val", "--model", At("net.spk.safetensors"), "--data", data, "--plots", "false", "--workers", "1", "--threads", "1")
            .Done();
        Assert.Equal(Score(measured), Score(graph));

        Run(
                "predict",
                "--model",
                best,
                "--source",
                Path.Combine(data, "images", "val"),
                "--project",
                At("runs"),
                "--json",
                At("predict.json"),
                "--threads",
                "1"
            )
            .Done();
        var mask = ClassMap.Load(At("runs/predict/masks/0.png"));
        Assert.Equal((64, 64), (mask.Width, mask.Height));
        Assert.All(mask.Values, value => Assert.InRange(value, 0, 1));
        Assert.True(Image.Load(At("runs/predict/0.jpg")).Height > 64, "there is no legend");
        using var found = JsonDocument.Parse(File.ReadAllText(At("predict.json")));
        Assert.Equal(
            1,
            found.RootElement.GetProperty("images")[0].GetProperty("classes").EnumerateArray().Sum(c => c.GetProperty("share").GetDouble()),
            9
        );
    }

    [Fact]
    public void A_segmenter_slides_over_pictures_that_are_larger_than_its_windows()
    {
        var data = Masks();
        Run(Words(data, "fcn-n")).Done();
        var best = At("runs/first/weights/best.safetensors");
        string[] val = ["val", "--model", best, "--data", data, "--imgsz", "64", "--plots", "false", "--workers", "1", "--threads", "1"];
        var whole = Score(Run(val).Done());
        Assert.Equal(whole, Score(Run([.. val, "--slide", "--crop-size", "64"]).Done()));
        Assert.Equal(whole, Score(Run([.. val, "--slide", "--crop-size", "96,64"]).Done()));
        Run([.. val, "--slide", "--json", At("val.json")]).Done();
        using var result = JsonDocument.Parse(File.ReadAllText(At("val.json")));
        var slide = result.RootElement.GetProperty("options").GetProperty("slide");
        Assert.Equal(
            (32, 21),
            (slide.GetProperty("crop").GetProperty("height").GetInt32(), slide.GetProperty("stride").GetProperty("width").GetInt32())
        );

        string[] predict =
        [
            "predict",
            "--model",
            best,
            "--source",
            Path.Combine(data, "images", "val"),
            "--imgsz",
            "64",
            "--project",
            At("runs"),
            "--threads",
            "1",
        ];
        Run([.. predict, "--name", "whole"]).Done();
        Run([.. predict, "--name", "slide", "--slide", "--crop-size", "64"]).Done();
        Assert.Equal(File.ReadAllBytes(At("runs/whole/masks/1.png")), File.ReadAllBytes(At("runs/slide/masks/1.png")));
        Run([.. predict, "--name", "windows", "--slide", "--crop-size", "32", "--stride", "16,8"]).Done();

        Run([.. val, "--slide", "--crop-size", "32", "--stride", "33"]).Fails(2, "--stride 33,33 leaves gaps between windows of 32,32");
        Run([.. val, "--stride", "16"]).Fails(2, "--stride goes with --slide");
        Run("val", "--model", "spikeyolo-p", "--data", data, "--slide").Fails(2, "--slide is for segmenters");
    }

    [Fact]
    public void Weights_of_the_authors_are_measured_on_and_trained_for_fewer_classes()
    {
        var (data, weights) = (Masks(), At("authors.safetensors"));
        using (var model = ModelSource.Open("spike2former-nano", new() { Classes = 5 }).Build())
            SafetensorsWriter.Write(weights, [.. model.Model.Weights.Entries.Select(entry => entry.Tensor.ToSource(entry.Name))]);
        string[] measure =
        [
            "val",
            "--model",
            "spike2former",
            "--weights",
            weights,
            "--data",
            data,
            "--imgsz",
            "32",
            "--project",
            At("runs"),
            "--workers",
            "1",
            "--threads",
            "1",
        ];
        var measured = Run(measure).Done();
        Assert.Contains("5 outputs for the 2 classes of the data", measured.Errors, StringComparison.Ordinal);
        Assert.Contains("val: mIoU=", measured.Output, StringComparison.Ordinal);
        var trained = Run(Words(data, "spike2former", "--weights", weights)).Done();
        Assert.Contains("belong to another class count and start afresh", trained.Output + trained.Errors, StringComparison.Ordinal);
        Run([.. measure, "--nc", "5"]).Fails(2, "nc is 5");
    }

    [Fact]
    public void Augmentation_of_segmentation_is_asked_for_by_name_and_kept_for_a_resume()
    {
        var data = Masks();
        Run(
                Words(
                    data,
                    "fcn-n",
                    "--ratio-range",
                    "0.5,2",
                    "--ratio-size",
                    "128,32",
                    "--crop-size",
                    "32,64",
                    "--cat-max-ratio",
                    "0.75",
                    "--photometric-distortion"
                )
            )
            .Done();
        var kept = File.ReadAllText(At("runs/first/args.yaml"));
        foreach (
            var line in (string[])
                [
                    "ratio_range: [0.5, 2]",
                    "ratio_size: [128, 32]",
                    "crop_size: [32, 64]",
                    "cat_max_ratio: 0.75",
                    "photometric_distortion: true",
                ]
        )
            Assert.Contains(line, kept, StringComparison.Ordinal);
        Run("train", "--resume", At("runs/first"), "--ratio-range", "0.5,1").Fails(2, "--ratio-range", "[0.5, 2]");
        Run(Words(data, "fcn-n", "--ratio-range", "2,0.5")).Fails(2, "ratio-range", "the smaller first");
        Run(Words(data, "fcn-n", "--ratio-size", "128,32")).Fails(2, "--ratio-size goes with --ratio-range");
        Run(Words(data, "fcn-n", "--crop-size", "16")).Fails(2, "crop-size", "from 32");
        Run(Words(data, "fcn-n", "--crop-size", "32,64,96")).Fails(2, "crop-size", "one or two");
    }

    [Fact]
    public void A_classifier_is_trained_measured_compiled_and_used()
    {
        var data = Classes();
        var trained = Run(Words(data, "vgg-n")).Done();
        Assert.Contains("train: top1=", trained.Output, StringComparison.Ordinal);
        var best = At("runs/first/weights/best.safetensors");
        var measured = Run("val", "--model", best, "--data", data, "--plots", "false", "--workers", "1", "--threads", "1").Done();
        Run("compile", "--model", best, "--output", At("net.spk.safetensors"), "--threads", "1").Done();
        var graph = Run("val", "--model", At("net.spk.safetensors"), "--data", data, "--plots", "false", "--workers", "1").Done();
        Run("val", "--model", At("net.spk.safetensors"), "--data", data, "--plots", "false", "--imgsz", "64").Fails(4, "32");
        Assert.Equal(Score(measured), Score(graph));
        var told = Run(
                "predict",
                "--model",
                best,
                "--source",
                Path.Combine(data, "val", "red", "0.png"),
                "--project",
                At("runs"),
                "--threads",
                "1"
            )
            .Done();
        Assert.Contains("red ", told.Output, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(At("runs/predict/0.txt")).Length);
    }

    [Fact]
    public void An_ordinary_detector_is_told_of_its_activation()
    {
        Assert.Contains(
            "activation relu",
            Run("info", "--model", "yolov8n", "--nc", "3", "--act", "relu", "--imgsz", "64").Done().Output,
            StringComparison.Ordinal
        );
        Run("info", "--model", "yolov8n", "--D", "4").Fails(2, "no D", "--act");
        Run("info", "--model", "spikeyolo-p", "--act", "relu").Fails(2, "--neuron relu");
    }

    [Fact]
    public void A_spiking_segmenter_tells_which_of_its_layers_are_dying()
    {
        var data = Masks();
        Assert.Matches(
            "[0-9]+ of [0-9]+ neuron layers are dying",
            Run(Words(data, "metaspikeformer-fpn-nano", "--epochs", "1")).Done().Output
        );
        var measured = Run(
                "val",
                "--model",
                At("runs/first/weights/best.safetensors"),
                "--data",
                data,
                "--imgsz",
                "32",
                "--project",
                At("runs"),
                "--json",
                At("val.json"),
                "--workers",
                "1",
                "--threads",
                "1"
            )
            .Done();
        using var result = JsonDocument.Parse(File.ReadAllText(At("val.json")));
        var score = result.RootElement.GetProperty("score");
        var rates = score.GetProperty("firing_rates").EnumerateArray().ToArray();
        var dying = rates
            .Where(rate => rate.GetProperty("dying").GetBoolean())
            .Select(rate => rate.GetProperty("name").GetString())
            .ToArray();
        Assert.All(rates, rate =>
            Assert.InRange(rate.GetProperty("silent_channels").GetDouble(), rate.GetProperty("mean_spikes").GetDouble() == 0 ? 1 : 0, 1)
        );
        Assert.Equal(dying, score.GetProperty("dying_layers").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains(
            $"{dying.Length} of {rates.Length} neuron layers are dying, as they hardly fire: {dying[0]} (",
            measured.Output,
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(At("runs/val/firing_rates.png")));
        using var run = JsonDocument.Parse(File.ReadAllText(At("runs/first/run.json")));
        Assert.Equal(
            dying.Length,
            run.RootElement.GetProperty("result").GetProperty("validation").GetProperty("dying_layers").GetArrayLength()
        );
    }

    [Theory]
    [InlineData("spike2former-nano", "1,428,765")]
    [InlineData("metaspikeformer-fpn-nano", "1,188,347")]
    public void Info_counts_every_parameter_of_a_spiking_segmenter(string model, string parameters) =>
        Assert.Contains(
            $"parameters {parameters}",
            Run("info", "--model", model, "--nc", "11", "--imgsz", "64").Done().Output,
            StringComparison.Ordinal
        );

    [Fact]
    public void Token_layouts_are_Spike2Formers_alone()
    {
        Run("info", "--model", "metaspikeformer-fpn-nano", "--token-layout", "authors").Fails(2, "no token layout");
        Run("info", "--model", "spikeyolo-p", "--token-layout", "authors").Fails(2, "no token layout");
    }

    [Fact]
    public void Parts_of_Spike2Former_are_ablated_by_name()
    {
        Assert.Contains(
            "ablated: no-esc, full-pyramid",
            Run("info", "--model", "spike2former-nano", "--ablate", "full-pyramid,no-esc", "--imgsz", "64").Done().Output,
            StringComparison.Ordinal
        );
        Run("info", "--model", "spike2former-nano", "--ablate", "no-esk").Fails(2, "no-esc");
        Run("info", "--model", "spike2former-nano", "--ablate", "no-encoder,no-esc").Fails(2, "exclude each other");
        Run("info", "--model", "spike2former-nano", "--neuron", "ilif", "--ablate", "divide-by-8").Fails(2, "nilif");
        Run("info", "--model", "metaspikeformer-fpn-nano", "--ablate", "no-esc").Fails(2, "leave out --ablate");
        Run("info", "--model", "fcn-n", "--ablate", "no-esc").Fails(2, "no ablate");
    }

    [Fact]
    public void Networks_and_data_of_different_tasks_are_not_mixed_up()
    {
        var masks = Masks();
        Run(Words(masks, "fcn-n", "--task", "classify")).Fails(2, "segment");
        Run(Words(masks, "vgg-n")).Fails(3, "train");
        Run(Words(Classes(), "fcn-n")).Fails(3, "data.yaml");
        Run("train", "--data", masks, "--task", "segment", "--model", "spikeyolo-p").Fails(2, "detect");
    }

    [Fact]
    public void Hostile_data_end_with_a_sentence_that_names_the_file()
    {
        var masks = Masks();
        new ClassMap(10, 10, new ushort[100]).Save(Path.Combine(masks, "masks", "train", "0.png"));
        Run(Words(masks, "fcn-n")).Fails(4, "masks/train/0.png", "is 10x10 pixels, its image 64x64");
        var classes = Classes();
        Directory.CreateDirectory(Path.Combine(classes, "train", "green"));
        Run(Words(classes, "vgg-n")).Fails(4, "train/green", "no image");
    }

    private static string Score(Outcome outcome) => outcome.Output.TrimEnd('\n').Split('\n')[^1];

    private string At(string name) => Path.Combine(_folder, name);

    private string[] Words(string data, string model, params string[] more) =>
        [
            "train",
            "--data",
            data,
            "--model",
            model,
            "--imgsz",
            "32",
            "--batch",
            "4",
            "--nbs",
            "4",
            "--epochs",
            "2",
            "--workers",
            "1",
            "--threads",
            "1",
            "--optimizer",
            "AdamW",
            "--project",
            At("runs"),
            "--name",
            "first",
            "--plots",
            "false",
            .. more,
        ];

    private string Masks()
    {
        var root = At("masks");
        foreach (var (split, count) in (ReadOnlySpan<(string, int)>)[("train", 8), ("val", 4)])
        {
            Directory.CreateDirectory(Path.Combine(root, "images", split));
            Directory.CreateDirectory(Path.Combine(root, "masks", split));
            for (var i = 0; i < count; i++)
            {
                var (image, values) = (new Image(64, 64), new ushort[64 * 64]);
                for (var at = 0; at < values.Length; at++)
                {
                    values[at] = at % 64 > 20 + 3 * i ? (ushort)1 : (ushort)0;
                    image[at % 64, at / 64] = Rgb.Grey(values[at] == 1 ? (byte)210 : (byte)40);
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
        var root = At("classes");
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
}
