using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Verbs;

namespace SpikeSharp.Cli.Tests.Invocation;

public sealed class HelpPageTests
{
    [Fact]
    public void The_overview_names_every_verb() =>
        Assert.All(VerbTable.All, verb => Assert.Contains($"  {verb.Name} ", HelpPage.Overview(VerbTable.All), StringComparison.Ordinal));

    [Fact]
    public void Every_page_lists_every_option_with_its_default_and_fits_the_width() => Assert.All(VerbTable.All, verb =>
        {
            var page = HelpPage.Of(verb);
            Assert.All(verb.Options, option => Assert.Contains(option.Switch, page, StringComparison.Ordinal));
            Assert.All(page.Split('\n').Where(line => line.StartsWith("  --", StringComparison.Ordinal)), line =>
                Assert.InRange(line.Length, 1, 112)
            );
        });

    [Fact]
    public void Examples_can_be_typed_as_they_stand() => Assert.All(VerbTable.All, verb => Assert.All(verb.Examples, example =>
            {
                var words = example.Replace("'", "", StringComparison.Ordinal).Split(' ');
                Assert.Equal(["spikesharp", verb.Name], words[..2]);
                Assert.Same(verb, CommandLine.Parse(verb, VerbTable.All, words[2..]).Verb);
            }));
}
