using System.Xml.Linq;
using SpikeSharp.Demo;

namespace SpikeSharp.Tests.Demo;

public sealed class SvgChartTests
{
    private static XElement Parse(string html) => XElement.Parse($"<div>{html}</div>");

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 3.0 })]
    [InlineData(new[] { 0.0, 0 })]
    [InlineData(new[] { 1.0, 2, 1e9 })]
    public void Lines_are_well_formed_and_inside_the_picture_whatever_the_values(double[] values)
    {
        var chart = Parse(SvgChart.Lines("epoch", 0, ("a<b & \"c\"", "red", values)));
        var points = chart.Descendants("polyline").Single().Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(values.Length, points.Length);
        Assert.All(points, point =>
            Assert.InRange(double.Parse(point.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture), 0, 230)
        );
    }

    [Fact]
    public void Each_bar_has_its_value_and_the_largest_is_the_highest()
    {
        var bars = Parse(SvgChart.Bars("layers", 0, [("x", 0.25), ("y", 0.5), ("z", 0)])).Descendants("rect").ToArray();
        Assert.Equal(["x: 0.25", "y: 0.5", "z: 0"], bars.Select(bar => bar.Element("title")!.Value));
        Assert.Equal(1, Array.IndexOf(bars, bars.MaxBy(bar => (double)bar.Attribute("height")!)));
        Assert.Equal(0, (double)bars[2].Attribute("height")!);
    }
}
