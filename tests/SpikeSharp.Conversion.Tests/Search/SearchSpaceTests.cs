using SpikeSharp.Conversion.Search;

namespace SpikeSharp.Conversion.Tests.Search;

public sealed class SearchSpaceTests
{
    [Fact]
    public void The_percentile_is_searched_by_its_nines()
    {
        var percentile = NormalisationSpace.Of(64, calibrated: false).Dimensions[0];
        Assert.Equal((0.95, 0.99999), (percentile.Value(0), percentile.Value(1)));
        Assert.Equal(1.30103, percentile.Coordinate(0.95), 1e-5);
        Assert.Equal(5, percentile.Coordinate(0.99999), 1e-9);
        Assert.Equal(0.999, percentile.Value(percentile.Position(0.999)), 1e-12);
        Assert.Equal((3 - 1.30103) / (5 - 1.30103), percentile.Position(0.999), 1e-6);
        Assert.Equal("-log10(1 - percentile)", percentile.AxisLabel);
    }

    [Fact]
    public void Gamma_is_the_choice_of_the_nearest_number()
    {
        var gamma = NormalisationSpace.Of(64, calibrated: false).Dimensions[1];
        Assert.Equal([1, 1, 2, 2, 5, 10, 20], new[] { 0, 0.12, 0.13, 0.37, 0.5, 0.75, 1 }.Select(gamma.Value));
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], new double[] { 1, 2, 5, 10, 20 }.Select(gamma.Position));
        Assert.True(gamma.Contains(5));
        Assert.False(gamma.Contains(4));
    }

    [Theory]
    [InlineData(1, new double[] { 0 })]
    [InlineData(4, new double[] { 0, 2 })]
    [InlineData(10, new double[] { 0, 2, 4 })]
    [InlineData(16, new double[] { 0, 2, 4, 6, 8 })]
    public void Allowances_are_even_and_reach_half_of_T(int timeSteps, double[] expected)
    {
        var allowance = NormalisationSpace.Of(timeSteps, calibrated: true).Dimensions[2];
        Assert.Equal(expected, Enumerable.Range(0, 1001).Select(i => allowance.Value(i / 1000.0)).Distinct());
        Assert.All(expected, value => Assert.Equal(value, allowance.Value(allowance.Position(value))));
    }

    [Fact]
    public void The_table_has_what_is_asked_for()
    {
        Assert.Equal(["percentile", "gamma"], NormalisationSpace.Of(64, calibrated: false).Names);
        Assert.Equal(
            ["percentile", "gamma", "allowance", "multiplier"],
            NormalisationSpace.Of(64, calibrated: true, multiplier: true).Names
        );
        Assert.Equal(Math.Sqrt(0.75), NormalisationSpace.MultiplierOnly.PointAt([0.5])["multiplier"], 1e-12);
        Assert.Equal("multiplier from 0.5 to 1.5 by ln x", NormalisationSpace.MultiplierOnly.Dimensions[0].ToString());
    }

    [Fact]
    public void A_point_knows_its_names()
    {
        var point = NormalisationSpace.Of(64, calibrated: false).PointAt([0, 0.5]);
        Assert.Equal(5, point["gamma"]);
        Assert.Equal(1, point.Get("multiplier", 1));
        Assert.Equal("percentile 0.95, gamma 5", point.ToString());
        Assert.Contains("no 'alpha'", Assert.Throws<ArgumentException>(() => point["alpha"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_a_space_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SearchSpace([]));
        Assert.Throws<ArgumentException>(() => new SearchSpace(SearchDimension.Choice("a", [1]), SearchDimension.Choice("a", [2])));
        Assert.Throws<ArgumentException>(() => SearchDimension.Choice("a", [2, 1]));
        Assert.Throws<ArgumentException>(() => SearchDimension.Choice("a", []));
        Assert.Throws<ArgumentOutOfRangeException>(() => SearchDimension.Range("a", 1, 1, SearchScale.Linear));
    }
}
