using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Verbs;
using SpikeSharp.Data;

namespace SpikeSharp.Cli.Tests.Invocation;

public sealed class ArgumentsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Yaml(string text)
    {
        var path = Path.Combine(_folder, "args.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void The_command_line_wins_over_the_file_and_the_file_over_the_default()
    {
        var file = Yaml("data: from file.yaml\nepochs: 7\nlr0: 2e-3\ncos_lr: true\ncache: false\nclose-mosaic: 2\n");
        var arguments = CommandLine.Parse(TrainVerb.Verb, VerbTable.All, ["epochs=9", "--cfg", file]);
        Assert.Equal("from file.yaml", arguments.Get(OptionTable.DataSet));
        Assert.Equal(9, arguments.Get(OptionTable.Epochs));
        Assert.Equal(0.002, arguments.Get(OptionTable.InitialRate));
        Assert.True(arguments.Get(OptionTable.CosineRate));
        Assert.Equal("false", arguments.Get(OptionTable.Cache));
        Assert.Equal(2, arguments.Get(OptionTable.CloseMosaic));
        Assert.Equal(0.937, arguments.Get(OptionTable.Momentum));
    }

    [Fact]
    public void What_was_written_reads_back_the_same()
    {
        string[] words = ["--source", "it's: a #name.yaml", "classes=[0, 2]", "conf=0.123456789012345", "name=007", "project=true", "rect"];
        var before = CommandLine.Parse(PredictVerb.Verb, VerbTable.All, ["--model", "m.safetensors", .. words[..^1], "--rect"]);
        var path = Path.Combine(_folder, "out.yaml");
        ArgumentsFile.Write(path, before);
        var after = CommandLine.Parse(PredictVerb.Verb, VerbTable.All, ["--cfg", path]);
        Assert.Equal(before.All, after.All);
        Assert.Equal("it's: a #name.yaml", after.Get(OptionTable.Source));
        Assert.Equal("007", after.Get(OptionTable.Name));
        Assert.Equal([0, 2], after.Get(OptionTable.Classes)!);
    }

    [Fact]
    public void Files_of_other_verbs_and_of_Ultralytics_serve()
    {
        var file = Yaml(
            "task: detect\nmode: train\namp: true\nhalf: false\nmixup: 0.0\nlr0: 0.3\nsource: d.mp4\ndata: null\nmodel: "
                + "m\nfreeze:\nclasses: [1, 2]\n"
        );
        var arguments = CommandLine.Parse(PredictVerb.Verb, VerbTable.All, ["--cfg", file]);
        Assert.Equal("d.mp4", arguments.Get(OptionTable.Source));
        Assert.Equal([1, 2], arguments.Get(OptionTable.Classes)!);
    }

    [Theory]
    [InlineData("epochs: 3\nepocks: 7", "args.yaml:2: epocks is no option; did you mean epochs?")]
    [InlineData("epochs: many", "args.yaml:1: epochs must be a whole number from 1, not 'many'")]
    [InlineData("copy_paste: 0.5", "SpikeSharp does not have")]
    public void What_the_file_says_wrongly_is_named_with_its_line(string text, string expected)
    {
        var refusal = Assert.Throws<UsageException>(() =>
            CommandLine.Parse(TrainVerb.Verb, VerbTable.All, ["data=d", "--cfg", Yaml(text)])
        );
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- a list")]
    [InlineData("epochs: {a: b}")]
    [InlineData("epochs: [")]
    [InlineData("a: &a [*a]")]
    public void A_file_that_is_no_list_of_options_is_invalid_data(string text) =>
        Assert.False(
            Assert.Throws<DataException>(() => CommandLine.Parse(TrainVerb.Verb, VerbTable.All, ["data=d", "--cfg", Yaml(text)])).Missing
        );

    [Fact]
    public void A_file_nested_a_hundred_thousand_deep_is_refused() =>
        Assert.Throws<DataException>(() =>
            CommandLine.Parse(TrainVerb.Verb, VerbTable.All, ["data=d", "--cfg", Yaml("epochs: " + new string('[', 100_000))])
        );

    [Fact]
    public void A_file_that_is_not_there_is_missing_data() =>
        Assert.True(
            Assert
                .Throws<DataException>(() =>
                    CommandLine.Parse(TrainVerb.Verb, VerbTable.All, ["data=d", "cfg=" + Path.Combine(_folder, "none.yaml")])
                )
                .Missing
        );
}
