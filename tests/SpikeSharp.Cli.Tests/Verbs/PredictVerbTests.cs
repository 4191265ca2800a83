using System.Text.Json;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(nameof(TinyNetwork))]
public sealed class PredictVerbTests(TinyNetwork tiny)
{
    private string Project { get; } = tiny["runs-" + Guid.NewGuid().ToString("N")];

    private (int Code, string Output, string Errors) Predict(string source, params string[] more) =>
        TinyNetwork.Run(["predict", "--model", tiny.Checkpoint, "--source", source, "--project", Project, "--threads", "1", .. more]);

    [Fact]
    public void It_writes_pictures_labels_crops_lines_and_the_whole_as_JSON()
    {
        var json = tiny["predict.json"];
        var (code, output, errors) = Predict(
            tiny.Pictures,
            "--conf",
            "0",
            "--max-det",
            "5",
            "--save-txt",
            "--save-conf",
            "--save-crop",
            "--save-jsonl",
            "--json",
            json
        );
        Assert.Equal((0, ""), (code, errors));
        var run = Path.Combine(Project, "predict");
        Assert.Equal(
            ["00000.jpg", "00001.jpg", "00002.jpg", "00003.jpg", "results.jsonl"],
            Directory.GetFiles(run).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.All(Directory.GetFiles(Path.Combine(run, "labels")), path =>
            Assert.All(File.ReadAllLines(path), line => Assert.Equal(6, line.Split(' ').Length))
        );
        var root = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.Equal((4, 0), (root.GetProperty("pictures").GetInt32(), root.GetProperty("skipped").GetInt32()));
        Assert.Equal(
            root.GetProperty("objects").GetInt32(),
            Directory.GetFiles(Path.Combine(run, "labels")).Sum(path => File.ReadAllLines(path).Length)
        );
        Assert.True(root.GetProperty("times_ms").GetProperty("infer").GetDouble() > 0);
        Assert.Contains("mean times:", output, StringComparison.Ordinal);
        Assert.EndsWith($"results: {run}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_nothing_to_save_no_folder_is_made()
    {
        Assert.Equal(0, Predict(tiny.Pictures, "--save", "false", "--limit", "1").Code);
        Assert.False(Directory.Exists(Project));
    }

    [Fact]
    public void A_bad_picture_is_skipped_and_counted_or_ends_a_strict_run()
    {
        var folder = Directory.CreateDirectory(tiny["mixed-" + Path.GetFileName(Project)]).FullName;
        File.Copy(Path.Combine(tiny.Pictures, "00000.jpg"), Path.Combine(folder, "good.jpg"));
        File.WriteAllText(Path.Combine(folder, "bad.jpg"), "no picture");
        var (code, output, errors) = Predict(folder);
        Assert.Equal(0, code);
        Assert.Contains("1 files skipped", output, StringComparison.Ordinal);
        Assert.Contains("bad.jpg", errors, StringComparison.Ordinal);
        Assert.Equal(4, Predict(folder, "--strict").Code);
        File.Delete(Path.Combine(folder, "good.jpg"));
        Assert.Equal(4, Predict(folder).Code);
    }

    [Fact]
    public void A_single_bad_picture_is_one_sentence_and_leaves_no_folder()
    {
        var path = tiny["single.jpg"];
        File.WriteAllText(path, "no picture");
        var (code, _, errors) = Predict(path);
        Assert.Equal(4, code);
        Assert.Equal($"spikesharp: {path}: the content is not JPEG, PNG, BMP, WebP or TIFF\n", errors);
        Assert.False(Directory.Exists(Project));
    }

    [Fact]
    public void Sources_are_never_drawn_upon()
    {
        var before = File.ReadAllBytes(Path.Combine(tiny.Pictures, "00000.jpg"));
        var (code, _, errors) = Predict(
            tiny.Pictures,
            "--project",
            Path.GetDirectoryName(tiny.Pictures)!,
            "--name",
            Path.GetFileName(tiny.Pictures),
            "--exist-ok"
        );
        Assert.Equal(2, code);
        Assert.Contains("would be written over", errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(tiny.Pictures, "00000.jpg")));
    }

    [Theory]
    [InlineData(3, "is not there", "nowhere.jpg")]
    [InlineData(2, "classes 0 to 4", "*.jpg", "--classes", "1,5")]
    public void What_cannot_be_is_refused(int code, string expected, string source, params string[] more)
    {
        var result = Predict(Path.Combine(tiny.Pictures, source), more);
        Assert.Equal(code, result.Code);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
    }
}
