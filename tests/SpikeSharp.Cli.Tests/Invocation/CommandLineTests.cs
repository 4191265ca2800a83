using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Verbs;

namespace SpikeSharp.Cli.Tests.Invocation;

public sealed class CommandLineTests
{
    private static Arguments Train(params string[] words) =>
        CommandLine.Parse(TrainVerb.Verb, VerbTable.All, ["--data", "d.yaml", .. words]);

    [Theory]
    [InlineData("--epochs", "7")]
    [InlineData("--epochs=7")]
    [InlineData("epochs=7")]
    [InlineData("EPOCHS=7")]
    [InlineData("--epochs", "3", "epochs=7")]
    public void A_value_may_be_written_in_every_way_and_the_last_one_wins(params string[] words) =>
        Assert.Equal(7, Train(words).Get(OptionTable.Epochs));

    [Theory]
    [InlineData("--save-period", "-1")]
    [InlineData("--save_period=-1")]
    [InlineData("save-period=-1")]
    public void Dash_and_underscore_are_alike_and_a_negative_number_is_a_value(params string[] words)
    {
        var arguments = Train(words);
        Assert.Equal(-1, arguments.Get(OptionTable.SavePeriod));
        Assert.True(arguments.IsGiven(OptionTable.SavePeriod));
    }

    [Theory]
    [InlineData(true, "--cos-lr")]
    [InlineData(true, "--cos_lr", "epochs=2")]
    [InlineData(true, "cos_lr=True")]
    [InlineData(true, "--cos-lr", "true")]
    [InlineData(false, "--cos-lr=false")]
    [InlineData(false, "--cos-lr", "False")]
    [InlineData(false, "cos_lr=0")]
    public void A_flag_may_stand_alone_or_say_true_or_false(bool expected, params string[] words) =>
        Assert.Equal(expected, Train(words).Get(OptionTable.CosineRate));

    [Theory]
    [InlineData("1e-3", 0.001)]
    [InlineData(".5", 0.5)]
    [InlineData("0.25", 0.25)]
    public void Numbers_are_read_with_a_point_in_every_locale(string text, double expected) =>
        Assert.Equal(expected, Train("--lr0", text).Get(OptionTable.InitialRate));

    [Theory]
    [InlineData("--lr0", "0,5")]
    [InlineData("--lr0", "NaN")]
    [InlineData("--lr0", "1e999")]
    [InlineData("--lr0", "-1")]
    [InlineData("--lr0=")]
    [InlineData("--model=")]
    [InlineData("--weights", "")]
    [InlineData("--epochs", "0")]
    [InlineData("--epochs", "2.5")]
    [InlineData("--epochs", "99999999999")]
    [InlineData("--neuron", "izhikevich")]
    [InlineData("--mosaic", "1.01")]
    [InlineData("cos_lr=maybe")]
    [InlineData("--epochs")]
    [InlineData("--project", "--epochs=3")]
    public void A_bad_or_missing_value_is_refused_with_the_option_and_what_it_wants(params string[] words)
    {
        var refusal = Assert.Throws<UsageException>(() => Train(words));
        Assert.Matches(@"^--[a-z0-9-]+ (must be|needs a value:) .+", refusal.Message);
    }

    [Theory]
    [InlineData("--epoch=3", "--epochs")]
    [InlineData("--epocks=3", "--epochs")]
    [InlineData("lrO=0.1", "--lr0")]
    [InlineData("--wieght-decay=0", "--weight-decay")]
    [InlineData("--max-stuff=1", "spikesharp train --help")]
    public void An_unknown_option_is_refused_with_the_nearest_known(string word, string suggestion) =>
        Assert.Contains(suggestion, Assert.Throws<UsageException>(() => Train(word)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_option_of_another_verb_is_refused_with_that_verb()
    {
        var refusal = Assert.Throws<UsageException>(() => CommandLine.Parse(InfoVerb.Verb, VerbTable.All, ["--model", "m", "--lr0", "1"]));
        Assert.Equal("--lr0 is no option of info, only of train", refusal.Message);
    }

    [Theory]
    [InlineData("-epochs")]
    [InlineData("-data")]
    public void One_dash_before_a_name_is_refused_with_the_right_spelling(string word) =>
        Assert.Equal($"{word} must be written -{word}", Assert.Throws<UsageException>(() => Train(word, "3")).Message);

    [Fact]
    public void A_letter_stands_for_its_option()
    {
        var arguments = CommandLine.Parse(CompileVerb.Verb, VerbTable.All, ["model=m", "-T", "2", "-o", "net.spk.safetensors"]);
        Assert.Equal("net.spk.safetensors", arguments.Get(OptionTable.OutputFile));
        Assert.Equal(2, arguments.Get(OptionTable.TimeSteps));
    }

    [Theory]
    [InlineData("image.jpg")]
    [InlineData("=3")]
    public void A_word_that_is_no_option_is_refused(string word) =>
        Assert.Contains($"'{word}' is no option", Assert.Throws<UsageException>(() => Train(word)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_verb_without_what_it_needs_is_refused() =>
        Assert.Equal(
            "val needs --data FILE: data set, a YAML file",
            Assert.Throws<UsageException>(() => CommandLine.Parse(ValVerb.Verb, VerbTable.All, ["--model", "m"])).Message
        );

    [Theory]
    [InlineData("true", "--resume")]
    [InlineData("true", "--resume", "epochs=3")]
    [InlineData("runs/detect/train2", "--resume", "runs/detect/train2")]
    [InlineData("runs/a=b", "--resume=runs/a=b")]
    [InlineData(null, "resume=False")]
    public void Resume_takes_a_run_or_stands_alone_and_needs_no_data(string? expected, params string[] words) =>
        Assert.Equal(expected, CommandLine.Parse(TrainVerb.Verb, VerbTable.All, words).Get(OptionTable.Resume));

    [Theory]
    [InlineData("3", new[] { 3 })]
    [InlineData("0,2", new[] { 0, 2 })]
    [InlineData("[0, 2]", new[] { 0, 2 })]
    [InlineData("None", null)]
    public void Lists_are_read_with_and_without_brackets(string text, int[]? expected) =>
        Assert.Equal(
            expected,
            CommandLine.Parse(PredictVerb.Verb, VerbTable.All, ["model=m", "source=s", "classes=" + text]).Get(OptionTable.Classes)
        );

    [Fact]
    public void A_value_may_hold_an_equals_sign() =>
        Assert.Equal("a=b.yaml", CommandLine.Parse(TrainVerb.Verb, VerbTable.All, ["data=a=b.yaml"]).Get(OptionTable.DataSet));

    [Fact]
    public void Keys_of_Ultralytics_that_ask_for_nothing_are_accepted_and_others_refused()
    {
        Assert.Equal(100, Train("amp=False", "copy_paste=0.0").Get(OptionTable.Epochs));
        Assert.Contains("does not have", Assert.Throws<UsageException>(() => Train("copy_paste=0.3")).Message, StringComparison.Ordinal);
        Assert.Contains("does not have", Assert.Throws<UsageException>(() => Train("--half")).Message, StringComparison.Ordinal);
    }
}
