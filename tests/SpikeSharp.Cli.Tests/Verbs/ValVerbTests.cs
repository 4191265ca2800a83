using System.Text.Json;
using static SpikeSharp.Cli.Tests.Verbs.Commands;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(TrainedNetwork.Collection.Name)]
public sealed class ValVerbTests(TrainedNetwork trained)
{
    private string[] Words(params string[] more) =>
        ["val", "--data", trained.Data, "--batch", "2", "--threads", "1", "--project", trained.At("vals"), "--plots", "false", .. more];

    [Fact]
    public void The_best_network_scores_what_its_training_said()
    {
        Run(Words("--model", trained.Best, "--batch", "4", "--json", trained.At("val.json"))).Done();
        using var json = JsonDocument.Parse(File.ReadAllText(trained.At("val.json")));
        using var training = JsonDocument.Parse(File.ReadAllText(trained.At("train.json")));
        var (score, before) = (json.RootElement.GetProperty("score"), training.RootElement.GetProperty("score"));
        foreach (var name in (string[])["map50", "map50_95", "precision", "recall", "images", "objects", "mean_rate"])
            Assert.Equal(before.GetProperty(name).GetDouble(), score.GetProperty(name).GetDouble());
        Assert.True(score.GetProperty("milliseconds").GetProperty("infer").GetDouble() > 0);
        Assert.NotEmpty(score.GetProperty("classes").EnumerateArray());
        Assert.Equal(6, score.GetProperty("confusion").GetArrayLength());
        Assert.Equal("val", json.RootElement.GetProperty("split").GetString());
    }

    [Fact]
    public void A_compiled_graph_is_measured_by_the_interpreter()
    {
        var graph = Run(Words("--model", trained.Graph, "--json", trained.At("graph.json"))).Done();
        Run(Words("--model", trained.Best, "--json", trained.At("network.json"))).Done();
        using var one = JsonDocument.Parse(File.ReadAllText(trained.At("graph.json")));
        using var other = JsonDocument.Parse(File.ReadAllText(trained.At("network.json")));
        Assert.Equal(Map(other), Map(one), 0.02);
        Assert.Single(graph.Output.Split('\n'), line => line.StartsWith("val: mAP50=", StringComparison.Ordinal));

        static double Map(JsonDocument json) => json.RootElement.GetProperty("score").GetProperty("map50").GetDouble();
    }

    [Fact]
    public void Predictions_are_written_as_COCO_wants_them()
    {
        Run(Words("--model", trained.Best, "--save-json", "--name", "coco", "--conf", "0.0001")).Done();
        using var json = JsonDocument.Parse(File.ReadAllText(trained.At("vals/coco/predictions.json")));
        Assert.All(json.RootElement.EnumerateArray(), entry =>
        {
            Assert.InRange(entry.GetProperty("image_id").GetInt32(), 0, 3);
            Assert.InRange(entry.GetProperty("category_id").GetInt32(), 0, 4);
            Assert.Equal(4, entry.GetProperty("bbox").GetArrayLength());
        });
    }

    [Fact]
    public void Pictures_are_drawn_into_a_folder_of_its_own()
    {
        Run("val", "--data", trained.Data, "--model", trained.Best, "--project", trained.At("vals"), "--name", "drawn").Done();
        Assert.True(File.Exists(trained.At("vals/drawn/PR_curve.png")));
        Assert.True(File.Exists(trained.At("vals/drawn/confusion_matrix.png")));
    }

    [Fact]
    public void A_limit_measures_fewer_pictures()
    {
        var result = Run(Words("--model", trained.Best, "--limit", "3", "--split", "train")).Done();
        Assert.Contains(" images=3 ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_below_the_wanted_one_fails_after_all_is_written()
    {
        var result = Run(Words("--model", trained.Best, "--min-map", "0.99", "--json", trained.At("low.json")));
        result.Fails(6, "below the 0.99");
        Assert.Contains("val: mAP50=", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(trained.At("low.json")));
        Run(Words("--model", trained.Best, "--min-map", "0")).Done();
    }

    [Fact]
    public void A_bad_label_is_named_and_counted_or_refused()
    {
        var data = trained.At("spoilt");
        Data.Synthetic.SyntheticShapes.Write(
            data,
            new()
            {
                TrainImages = 1,
                ValImages = 30,
                ImageSize = 96,
                MaxObjects = 2,
            }
        );
        File.AppendAllText(Path.Combine(data, "labels/val/00003.txt"), "7 0.5 0.5 0.1 0.1\n");
        string[] words = ["val", "--data", Path.Combine(data, "data.yaml"), "--model", trained.Best, "--plots", "false"];
        var result = Run(words).Done();
        Assert.Contains("00003.txt", result.Errors, StringComparison.Ordinal);
        Assert.Contains("1 corrupt", result.Output, StringComparison.Ordinal);
        Run([.. words, "--strict"]).Fails(4, "00003.txt");
    }

    [Fact]
    public void Data_of_other_classes_are_refused()
    {
        var yaml = trained.At("other.yaml");
        File.WriteAllText(yaml, $"path: {Path.GetDirectoryName(trained.Data)}\ntrain: images/train\nval: images/val\nnames: [a, b]\n");
        Run("val", "--model", trained.Best, "--data", yaml).Fails(4, "2 classes", "5");
        Run(Words("--model", trained.Best, "--single-cls")).Fails(2, "one class");
    }
}
