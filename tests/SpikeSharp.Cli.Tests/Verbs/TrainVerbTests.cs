using System.Text.Json;
using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Cli.Verbs;
using SpikeSharp.Data.Synthetic;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Reports;
using static SpikeSharp.Cli.Tests.Verbs.Commands;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(TrainedNetwork.Collection.Name)]
public sealed class TrainVerbTests(TrainedNetwork trained)
{
    [Fact]
    public void A_run_prints_a_line_an_epoch_and_a_row_a_class_and_leaves_its_folder()
    {
        var lines = trained.Training.Output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("train: 10 images", StringComparison.Ordinal));
        Assert.Single(lines, line => line.TrimStart().StartsWith("1/2 ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.TrimStart().StartsWith("2/2 ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("train: mAP50=", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("all ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith(trained.Best, StringComparison.Ordinal));
        Assert.DoesNotContain("\e", trained.Training.Output, StringComparison.Ordinal);
        foreach (var name in (string[])["args.yaml", "results.csv", "run.json", "weights/best.safetensors", "weights/last.safetensors"])
            Assert.True(File.Exists(Path.Combine(trained.RunFolder, name)), name);
    }

    [Fact]
    public void The_results_are_in_the_JSON_file()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(trained.At("train.json")));
        Assert.Equal(trained.Best, json.RootElement.GetProperty("best").GetString());
        Assert.Equal(4, json.RootElement.GetProperty("score").GetProperty("images").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("score").GetProperty("map50_95").GetDouble(), 0, 1);
    }

    [Fact]
    public void The_network_is_the_one_that_was_asked_for()
    {
        using var file = SafetensorsFile.Open(trained.Best);
        var description = Checkpoint.Describe(file);
        var options = Assert.IsType<SpikeYoloOptions>(description.Options);
        Assert.Equal(2, options.Neuron.TimeSteps);
        Assert.Equal(64, description.ImageSize);
        Assert.Equal(0.0625, options.Variant.Width);
        Assert.Equal(5, description.Names.Count);
    }

    [Fact]
    public void The_options_of_a_run_repeat_it_byte_for_byte()
    {
        Run(
                "train",
                "--cfg",
                Path.Combine(trained.RunFolder, "args.yaml"),
                "--data",
                trained.Data,
                "--name",
                "again",
                "--json",
                trained.At("again.json")
            )
            .Done();
        Assert.Equal(File.ReadAllBytes(trained.Best), File.ReadAllBytes(trained.At("runs/again/weights/best.safetensors")));
    }

    [Fact]
    public void A_name_that_is_taken_gets_a_number()
    {
        Run(trained.Words("--name", "taken", "--val", "false")).Done();
        var second = Run(trained.Words("--name", "taken", "--val", "false")).Done();
        Assert.True(File.Exists(trained.At("runs/taken2/weights/last.safetensors")));
        Assert.Contains("taken2", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_run_goes_on_to_the_same_weights()
    {
        Run(trained.Words("--name", "whole", "--epochs", "3")).Done();
        var words = trained.Words("--name", "stopped", "--epochs", "3");
        var folder = trained.At("runs/stopped");
        var stopped = Assert.Throws<OperationCanceledException>(() => RunUntil("1/3 ", words));
        Assert.Contains($"spikesharp train --resume {folder}", stopped.Message, StringComparison.Ordinal);

        var resumed = Run("train", "--resume", Path.Combine(folder, "weights", "last.safetensors")).Done();
        Assert.Contains("going on in epoch 2", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(4, File.ReadLines(Path.Combine(folder, "results.csv")).Count());
        Assert.Equal(Weights("whole"), Weights("stopped"));
    }

    [Fact]
    public void Two_runs_never_write_into_one_folder()
    {
        using (ClaimedFolder.Of(trained.RunFolder))
        {
            Run("train", "--resume", trained.RunFolder).Fails(3, "in use");
            Run(trained.Words("--name", "first", "--exist-ok")).Fails(3, "in use");
        }
        Assert.False(File.Exists(Path.Combine(trained.RunFolder, ClaimedFolder.LockName)));
    }

    [Fact]
    public void Bad_pictures_end_the_run_unless_they_are_allowed()
    {
        var data = SyntheticShapes.Write(
            trained.At("bad"),
            new SyntheticOptions
            {
                TrainImages = 6,
                ValImages = 2,
                ImageSize = 96,
                MaxObjects = 2,
            }
        );
        var picture = Directory.EnumerateFiles(trained.At("bad/images/train")).Order(StringComparer.Ordinal).First();
        File.WriteAllText(picture, "no picture");
        Run(trained.Words("--data", data, "--name", "refused")).Fails(4, "1 of 6 images are bad", "--allow-bad", picture);
        Assert.False(Directory.Exists(trained.At("runs/refused")));
        var allowed = Run(trained.Words("--data", data, "--name", "allowed", "--allow-bad")).Done();
        Assert.Contains($"left out: {picture}", allowed.Errors, StringComparison.Ordinal);
        Assert.Contains("1 corrupt", allowed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_alone_takes_the_latest_run()
    {
        var project = trained.At("latest");
        foreach (var name in (string[])["one", "two"])
            Run(trained.Words("--project", project, "--name", name, "--val", "false")).Done();
        var resumed = Run("train", "--resume", "--project", project).Done();
        Assert.Contains(Path.Combine(project, "two"), resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_decides_the_result_cannot_change_half_way()
    {
        Run("train", "--resume", trained.RunFolder, "--lr0", "0.5").Fails(2, "--lr0 0.01", "0.5");
        Run("train", "--resume", trained.RunFolder, "--lr0", "0.01", "--workers", "2").Done();
    }

    [Fact]
    public void There_must_be_a_run_to_go_on_with()
    {
        Run("train", "--resume", trained.At("none")).Fails(3, "none");
        Run("train", "--resume", "--project", trained.At("none")).Fails(3, "none");
        Run("train", "--resume", Path.GetDirectoryName(trained.Data)!).Fails(3, "belongs to no run", "args.yaml");
        Run("train", "--resume", trained.Data).Fails(3, trained.Data, "belongs to no run");
    }

    [Fact]
    public void Training_begins_with_given_weights()
    {
        var tuned = Run(
                "train",
                "--data",
                trained.Data,
                "--model",
                trained.Best,
                "--imgsz",
                "64",
                "--batch",
                "4",
                "--epochs",
                "1",
                "--val",
                "false",
                "--plots",
                "false",
                "--threads",
                "1",
                "--project",
                trained.At("runs"),
                "--name",
                "tuned"
            )
            .Done();
        Assert.Contains("755 weights matched, 0 missing, 0 unexpected", tuned.Errors, StringComparison.Ordinal);
        using var file = SafetensorsFile.Open(trained.At("runs/tuned/weights/last.safetensors"));
        Assert.Equal(2, Assert.IsType<SpikeYoloOptions>(Checkpoint.Describe(file).Options).Neuron.TimeSteps);
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_before_a_folder_is_made()
    {
        Run(trained.Words("--name", "bad", "--nc", "3")).Fails(2, "3", "5");
        Run(trained.Words("--name", "bad", "--batch", "-1")).Fails(2, "--batch", "-1");
        Run(trained.Words("--name", "bad", "--data", trained.At("none.yaml"))).Fails(3, "none.yaml");
        Run("train", "--data", trained.Data, "--model", trained.Graph, "--project", trained.At("runs"), "--name", "bad")
            .Fails(4, "compiled graph");
        Run("train", "--data", trained.Data, "--model", trained.Best, "--T", "4", "--project", trained.At("runs"), "--name", "bad")
            .Fails(2, "T = 2", "T = 4");
        Assert.False(Directory.Exists(trained.At("runs/bad")));
    }

    private byte[][] Weights(string run)
    {
        using var file = SafetensorsFile.Open(trained.At($"runs/{run}/weights/last.safetensors"));
        return [.. file.Tensors.Keys.Order(StringComparer.Ordinal).Select(name => file.Bytes(name).ToArray())];
    }

    // As Ctrl-C would, at the moment when a line begins so.
    private static void RunUntil(string line, string[] words)
    {
        using var stop = new CancellationTokenSource();
        using var output = new Trigger(line, stop.Cancel);
        var verb = VerbTable.Find(words[0]);
        verb.Run(
            CommandLine.Parse(verb, VerbTable.All, words[1..]),
            new Session(new Display(output, TextWriter.Null, live: false, TimeProvider.System), stop.Token)
        );
    }

    private sealed class Trigger(string beginning, Action action) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.TrimStart().StartsWith(beginning, StringComparison.Ordinal) == true)
                action();
        }
    }
}
