using System.Text.Json;
using SpikeSharp.Checkpoints;
using SpikeSharp.Data.Batches;
using SpikeSharp.Evaluation;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Training;

namespace SpikeSharp.Tests.Training;

public sealed class RunRecordTests
{
    private static RunRecord Record(RunFolder folder, TrainOptions options, bool resume = false) =>
        new(options, new DetectionTask(options), resume, message => Assert.Fail(message));

    private static JsonElement Run(RunFolder folder) => JsonDocument.Parse(File.ReadAllText(folder["run/run.json"])).RootElement;

    [Fact]
    public void A_run_begins_with_its_labels_and_what_it_is_made_from()
    {
        using var folder = new RunFolder();
        File.WriteAllText(folder["labels/train/1.txt"], "0 0.5 0.5 0.5 0.4\n0 0.5 0.5 0.5 0.4\n");
        Record(folder, folder.Options);
        Assert.Equal(["labels.jpg", "labels_correlogram.jpg", "run.json"], folder.Files());
        var run = Run(folder);
        Assert.Equal(7, run.GetProperty("seed").GetInt32());
        Assert.NotEqual(0, run.GetProperty("command").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("ended").ValueKind);
        Assert.Equal(JsonValueKind.Null, run.GetProperty("result").ValueKind);
        Assert.True(run.GetProperty("started").GetDateTimeOffset() <= DateTimeOffset.UtcNow);
        foreach (var name in (string[])["spikesharp", "dotnet", "libtorch", "opencv"])
            Assert.NotEqual("", run.GetProperty("versions").GetProperty(name).GetString());
        var machine = run.GetProperty("machine");
        Assert.NotEqual("", machine.GetProperty("cpu").GetString());
        Assert.Equal(Environment.ProcessorCount, machine.GetProperty("cores").GetInt32());
        Assert.True(machine.GetProperty("memory_bytes").GetInt64() > 0);
        var train = run.GetProperty("data").GetProperty("train");
        Assert.Equal(folder.Load("train").Hash, train.GetProperty("hash").GetString());
        Assert.Equal((5, 1), (train.GetProperty("images").GetInt32(), train.GetProperty("duplicates").GetInt32()));
        Assert.EndsWith("1.txt", train.GetProperty("dropped")[0].GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.Equal(64, run.GetProperty("options").GetProperty("image_size").GetInt32());
    }

    [Fact]
    public void Skipped_files_are_listed_with_their_reason()
    {
        using var folder = new RunFolder(train: 30);
        File.WriteAllText(folder["images/train/3.png"], "no image");
        Record(folder, folder.Options with { Plots = false });
        var skipped = Run(folder).GetProperty("data").GetProperty("train").GetProperty("skipped");
        Assert.Equal(1, skipped.GetArrayLength());
        Assert.EndsWith("3.png", skipped[0].GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", skipped[0].GetProperty("reason").GetString());
    }

    [Fact]
    public void Three_batches_are_drawn_at_the_start_and_three_when_mosaic_closes()
    {
        using var folder = new RunFolder(train: 8);
        var options = folder.Options; // 6 epochs of 4 batches, 2 without mosaic
        var record = Record(folder, options);
        using var batch = new TrainingBatches(folder.Load("train"), new TrainingOptions { ImageSize = 64, BatchSize = 2 }).Make(0, 0);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            for (var i = 0; i < 4; i++)
                record.Show(epoch, i, batch);
        }
        Assert.Equal(
            ["train_batch0.jpg", "train_batch1.jpg", "train_batch16.jpg", "train_batch17.jpg", "train_batch18.jpg", "train_batch2.jpg"],
            folder.Files().Where(f => f.StartsWith("train_batch", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void An_epoch_adds_a_row_and_draws_the_results()
    {
        using var folder = new RunFolder();
        Record(folder, folder.Options).Add(RunFolder.Epoch(0, RunFolder.Result()));
        Assert.Contains("results.png", folder.Files());
        Assert.Equal(2, File.ReadAllLines(folder["run/results.csv"]).Length);
    }

    [Fact]
    public void Without_plots_nothing_is_drawn()
    {
        using var folder = new RunFolder();
        var record = Record(folder, folder.Options with { Plots = false });
        using var batch = new TrainingBatches(folder.Load("train"), new TrainingOptions { ImageSize = 64, BatchSize = 2 }).Make(0, 0);
        record.Show(0, 0, batch);
        record.Add(RunFolder.Epoch(0, RunFolder.Result()));
        Assert.Equal(["results.csv", "run.json"], folder.Files());
    }

    [Fact]
    public void A_resumed_run_keeps_its_start_and_its_rows_save_those_to_be_trained_again()
    {
        using var folder = new RunFolder();
        var options = folder.Options with { Plots = false };
        var first = Record(folder, options);
        for (var epoch = 0; epoch < 3; epoch++)
            first.Add(RunFolder.Epoch(epoch));
        var started = "2001-02-03T04:05:06Z";
        File.WriteAllText(folder["run/run.json"], $$"""{ "started": "{{started}}", "resumed": ["2001-02-04T00:00:00Z"] }""");

        var second = Record(folder, options, resume: true);
        second.KeepEpochs(1);
        second.Add(RunFolder.Epoch(1));
        Assert.Equal(["epoch", "1", "2"], File.ReadLines(folder["run/results.csv"]).Select(line => line.Split(',')[0]));
        Assert.Equal(started, Run(folder).GetProperty("started").GetString());
        Assert.Equal(2, Run(folder).GetProperty("resumed").GetArrayLength());
    }

    [Theory]
    [InlineData("{ \"started\": ")]
    [InlineData("[]")]
    public void A_spoilt_run_file_does_not_hinder_a_resume(string content)
    {
        using var folder = new RunFolder();
        Directory.CreateDirectory(folder["run"]);
        File.WriteAllText(folder["run/run.json"], content);
        Record(folder, folder.Options with { Plots = false }, resume: true);
        Assert.Equal(1, Run(folder).GetProperty("resumed").GetArrayLength());
    }

    [Fact]
    public void The_end_validates_the_best_weights_and_draws_what_they_find()
    {
        using var folder = new RunFolder();
        var options = folder.Options with
        {
            Network = new SpikeYoloOptions(new SpikeYoloVariant("custom", 0.33, 0.0625), 2, new NeuronOptions()),
        };
        var record = Record(folder, options);
        var description = new ModelDescription(options.Network, ["cat", "dog"], 64);
        using (var model = description.Options.Build())
            Checkpoint.Save(folder["best.safetensors"], description, model.Weights);
        record.Add(RunFolder.Epoch(0));
        record.Add(RunFolder.Epoch(1, RunFolder.Result()));

        var result = (ValidationResult)record.Finish(folder["best.safetensors"], CancellationToken.None)!;
        Assert.Equal(3, result.Metrics.Images);
        Assert.Contains("val_batch1_pred.jpg", folder.Files());
        Assert.Contains("confusion_matrix_normalized.png", folder.Files());
        var run = Run(folder);
        Assert.True(run.GetProperty("ended").GetDateTimeOffset() >= run.GetProperty("started").GetDateTimeOffset());
        Assert.Equal(
            (2, 2),
            (run.GetProperty("result").GetProperty("epochs").GetInt32(), run.GetProperty("result").GetProperty("best_epoch").GetInt32())
        );
        var validation = run.GetProperty("result").GetProperty("validation");
        Assert.Equal(result.Metrics.Map, validation.GetProperty("map50_95").GetDouble());
        Assert.Equal(result.Times.Infer, validation.GetProperty("milliseconds").GetProperty("infer").GetDouble());
    }

    [Fact]
    public void Without_validation_the_end_is_noted_alone()
    {
        using var folder = new RunFolder();
        var record = Record(folder, folder.Options with { Validate = false, Plots = false });
        record.Add(RunFolder.Epoch(0));
        Assert.Null(record.Finish("none", CancellationToken.None));
        Assert.Equal(JsonValueKind.Null, Run(folder).GetProperty("result").GetProperty("validation").ValueKind);
        Assert.Equal(JsonValueKind.String, Run(folder).GetProperty("ended").ValueKind);
    }
}
