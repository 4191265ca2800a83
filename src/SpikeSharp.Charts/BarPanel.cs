using ScottPlot;
using SpikeSharp.Imaging;
using Palette = SpikeSharp.Imaging.Drawing.Palette;

namespace SpikeSharp.Charts;

/// <summary>Bars with names: objects a class, firing rates a layer.</summary>
/// <param name="Names">A name a bar; long rows of bars show them upright.</param>
/// <param name="Values">Heights, finite and not negative, as many as names.</param>
public sealed record BarPanel(IReadOnlyList<string> Names, IReadOnlyList<double> Values) : Panel
{
    /// <summary>One colour for all bars; null gives each the colour of its class.</summary>
    public Rgb? Colour { get; init; }

    private protected override void Fill(Plot plot, double width, double height)
    {
        if (Names.Count != Values.Count)
            throw new ArgumentException($"there are {Names.Count} names and {Values.Count} values");
        Bar[] bars =
        [
            .. Values.Select(
                (value, i) =>
                    new Bar
                    {
                        Position = i,
                        Value = value,
                        FillColor = Of(Colour ?? Palette.Colour(i)),
                        LineWidth = 0,
                    }
            ),
        ];
        plot.Add.Bars(bars);
        var room = (width - 90) / Math.Max(1, Names.Count);
        Name(plot.Axes.Bottom, Names, i => i, room, upright: Longest(Names) + 6 > room);
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.SetLimits(-0.6, Math.Max(Names.Count, 1) - 0.4, 0, Math.Max(Values.DefaultIfEmpty(0).Max() * 1.05, 1e-9));
    }
}
