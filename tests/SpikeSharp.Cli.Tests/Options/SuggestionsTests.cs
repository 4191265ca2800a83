using SpikeSharp.Cli.Options;

namespace SpikeSharp.Cli.Tests.Options;

public sealed class SuggestionsTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "same", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("trian", "train", 1)]
    [InlineData("ca", "abc", 3)]
    public void Distance_counts_edits_and_swaps(string a, string b, int expected)
    {
        Assert.Equal(expected, Suggestions.Distance(a, b));
        Assert.Equal(expected, Suggestions.Distance(b, a));
    }

    [Fact]
    public void The_nearest_come_first_and_no_more_than_three() =>
        Assert.Equal(["epochs", "epocha", "epochb"], Suggestions.For("epochs", ["epochc", "epochb", "epocha", "epochs", "patience"]));

    [Fact]
    public void A_beginning_is_near_however_much_is_missing() =>
        Assert.Equal(["warmup_momentum"], Suggestions.For("warm", ["momentum", "warmup_momentum"]));

    [Fact]
    public void What_is_like_nothing_suggests_nothing() => Assert.Empty(Suggestions.For("qqqqqq", ["epochs", "batch", "T"]));
}
