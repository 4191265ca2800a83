using System.Text.Json;
using System.Text.Json.Nodes;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Video;
using SpikeSharp.Prediction;

namespace SpikeSharp.Tests.Prediction;

public sealed class PredictionFolderTests : IDisposable
{
    private static readonly PredictionFolderOptions Nothing = new() { Pictures = false };

    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static PredictedImage Result(string path, params DetectedObject[] found) =>
        new(new SourceFile(path, false), null, new Image(40, 20), new(40, 20, found, new(1, 2, 3), []));

    private static DetectedObject Dog => new(1, "../../dog", 0.75f, new Box(10, 5, 30, 15));

    private string[] Written =>
        [
            .. Directory
                .EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_folder, path))
                .Order(StringComparer.Ordinal),
        ];

    private void Write(PredictionFolderOptions options, params PredictedImage[] results)
    {
        using var output = new PredictionFolder(_folder, options);
        foreach (var result in results)
            output.Add(result);
        output.Finish();
    }

    [Theory]
    [InlineData(false, "1 0.500000 0.500000 0.500000 0.500000\n")]
    [InlineData(true, "1 0.500000 0.500000 0.500000 0.500000 0.750000\n")]
    public void A_label_file_has_a_line_a_box_in_shares_of_the_sides(bool confidence, string expected)
    {
        Write(Nothing with { Labels = true, LabelConfidences = confidence }, Result("/x/a.jpg", Dog), Result("/x/empty.jpg"));
        Assert.Equal(["labels/a.txt"], Written);
        Assert.Equal(expected, File.ReadAllText(Path.Combine(_folder, "labels", "a.txt")));
    }

    [Fact]
    public void Boxes_are_drawn_on_pictures_of_the_same_name_and_kind()
    {
        Write(new(), Result("/x/a.png", Dog), Result("/x/b.pfm"));
        Assert.Equal(["a.png", "b.jpg"], Written);
        Assert.Contains(Image.Load(Path.Combine(_folder, "a.png")).Pixels, level => level > 0);
    }

    [Fact]
    public void Files_of_one_name_from_several_folders_are_told_apart()
    {
        Write(Nothing with { Labels = true }, Result("/x/a.jpg", Dog), Result("/y/a.jpg", Dog), Result("/x/a.jpg", Dog));
        Assert.Equal(["labels/a.txt", "labels/a_2.txt"], Written);
    }

    [Fact]
    public void A_class_name_does_not_lead_out_of_the_folder()
    {
        Write(Nothing with { Crops = true }, Result("/x/a.jpg", Dog));
        Assert.Equal(["crops/______dog/a_1.jpg"], Written);
        var crop = Image.Load(Path.Combine(_folder, Written[0]));
        Assert.Equal((20, 10), (crop.Width, crop.Height));
    }

    [Fact]
    public void Each_line_of_results_is_JSON()
    {
        var result = Result("/x/ä.jpg", Dog);
        Write(Nothing with { JsonLines = true }, result, Result("/x/b.jpg"));
        var lines = File.ReadAllLines(Path.Combine(_folder, "results.jsonl"));
        Assert.Equal(2, lines.Length);
        // The library's own line, and which file it is of.
        var line = JsonNode.Parse(lines[0])!.AsObject();
        Assert.True(line.Remove("path") && line.Remove("frame"));
        Assert.Equal(JsonNode.Parse(result.Result.ToJson())!.ToJsonString(), line.ToJsonString());
        var first = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal("/x/ä.jpg", first.GetProperty("path").GetString());
        Assert.Equal(2, first.GetProperty("times_ms").GetProperty("infer").GetDouble());
        Assert.Equal([10, 5, 30, 15], first.GetProperty("detections")[0].GetProperty("box").EnumerateArray().Select(x => x.GetSingle()));
        Assert.Equal(0, JsonDocument.Parse(lines[1]).RootElement.GetProperty("detections").GetArrayLength());
    }

    [Fact]
    public void Frames_become_a_video_and_labels_a_frame()
    {
        PredictedImage Frame(long number) =>
            Result("/x/film.gif", Dog) with
            {
                File = new("/x/film.gif", true),
                Frame = new(number, 10),
                Picture = new Image(64, 48),
            };
        Write(new() { Labels = true }, Frame(1), Frame(3), Result("/x/after.jpg"));
        Assert.Equal(["labels/film_1.txt", "labels/film_3.txt"], Written.Where(path => path.EndsWith(".txt", StringComparison.Ordinal)));
        using var reader = new VideoReader(
            Path.Combine(_folder, Assert.Single(Written, path => path.StartsWith("film.", StringComparison.Ordinal)))
        );
        var picture = new Image(64, 48);
        Assert.True(reader.Read(picture) && reader.Read(picture));
        Assert.False(reader.Read(picture));
    }

    [Fact]
    public void An_unfinished_video_leaves_nothing()
    {
        using (var output = new PredictionFolder(_folder, new()))
            output.Add(Result("/x/film.mp4") with { Frame = new(1, 10), Picture = new Image(64, 48) });
        Assert.Empty(Written);
    }
}
