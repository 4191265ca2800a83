using System.Reflection;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Verbs;

namespace SpikeSharp.Cli.Tests.Options;

public sealed class OptionTableTests
{
    private static readonly Option[] All =
    [
        .. typeof(OptionTable).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Option>(),
    ];

    [Fact]
    public void No_two_options_of_a_verb_share_a_name() =>
        Assert.All(VerbTable.All, verb =>
            Assert.Equal(verb.Options.Count, verb.Options.Select(option => option.Name.ToUpperInvariant()).Distinct().Count())
        );

    [Fact]
    public void No_option_is_also_listed_as_one_that_is_missing() =>
        Assert.DoesNotContain(All, option => UltralyticsKey.Find(option.Name) is not null);

    [Fact]
    public void Every_option_belongs_to_a_verb_and_no_verb_lists_one_twice()
    {
        Assert.All(All, option => Assert.Contains(VerbTable.All, verb => verb.Options.Contains(option)));
        Assert.All(VerbTable.All, verb => Assert.Equal(verb.Options.Count, verb.Options.Distinct().Count()));
    }

    [Fact]
    public void Every_default_is_a_value_the_option_accepts() => Assert.All(All, option =>
        {
            Assert.True(option.TryRead(option.DefaultText.Trim('\''), out var value), option.Name);
            Assert.Equal(option.DefaultText, option.Write(value));
        });

    [Theory]
    [InlineData("epochs", "100")]
    [InlineData("patience", "100")]
    [InlineData("batch", "16")]
    [InlineData("imgsz", "640")]
    [InlineData("save_period", "-1")]
    [InlineData("cache", "false")]
    [InlineData("workers", "8")]
    [InlineData("optimizer", "auto")]
    [InlineData("close_mosaic", "10")]
    [InlineData("fraction", "1")]
    [InlineData("iou", "0.7")]
    [InlineData("max_det", "300")]
    [InlineData("conf", "null")]
    [InlineData("lr0", "0.01")]
    [InlineData("lrf", "0.01")]
    [InlineData("momentum", "0.937")]
    [InlineData("weight_decay", "0.0005")]
    [InlineData("warmup_epochs", "3")]
    [InlineData("warmup_momentum", "0.8")]
    [InlineData("warmup_bias_lr", "0.1")]
    [InlineData("box", "7.5")]
    [InlineData("cls", "0.5")]
    [InlineData("dfl", "1.5")]
    [InlineData("nbs", "64")]
    [InlineData("hsv_h", "0.015")]
    [InlineData("hsv_s", "0.7")]
    [InlineData("hsv_v", "0.4")]
    [InlineData("translate", "0.1")]
    [InlineData("scale", "0.5")]
    [InlineData("fliplr", "0.5")]
    [InlineData("mosaic", "1")]
    public void Defaults_are_those_of_Ultralytics(string name, string expected) =>
        Assert.Equal(
            expected,
            (VerbTable.All.Single(verb => verb.Name == "train").Find(name) ?? Assert.Single(All, option => option.Name == name)).DefaultText
        );
}
