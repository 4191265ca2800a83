using FsCheck;
using FsCheck.Fluent;
using SpikeSharp.Cli.Options;
using SpikeSharp.Data.Yaml;

namespace SpikeSharp.Cli.Tests.Options;

public sealed class ScalarTextTests
{
    private static string ReadBack(string yaml) => ((YamlScalar)SafeYaml.Parse("key: " + yaml, "test").AsMap("it").Find("key")!).Text;

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("~")]
    [InlineData("1e3")]
    [InlineData("- x")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("it's")]
    [InlineData("*.jpg")]
    [InlineData(" padded ")]
    [InlineData("trailing ")]
    [InlineData("C:\\data")]
    [InlineData("[0]")]
    public void Text_that_YAML_would_take_for_something_else_reads_back_as_text(string text) =>
        Assert.Equal(text, ReadBack(ScalarText.Of(text)));

    [Fact]
    public void Any_printable_text_reads_back_as_it_was()
    {
        var texts = Gen.Elements([.. Enumerable.Range(32, 95).Select(code => (char)code), 'é', '中'])
            .ArrayOf()
            .Where(chars => chars.Length > 0);
        Prop.ForAll(texts.ToArbitrary(), chars => ReadBack(ScalarText.Of(new string(chars))) == new string(chars))
            .Check(Config.QuickThrowOnFailure.WithReplay(1, 1).WithMaxTest(300));
    }

    [Fact]
    public void Values_of_every_kind_are_written_alike_in_every_locale() =>
        Assert.Equal("[null, true, 0.5, -1, 1E-20]", ScalarText.Of(new object?[] { null, true, 0.5, -1, 1e-20 }));
}
