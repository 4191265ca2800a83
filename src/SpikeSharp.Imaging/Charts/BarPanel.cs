using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Imaging.Charts;

/// <summary>Bars with names: objects a class, firing rates a layer.</summary>
/// <param name="Names">A name a bar; long rows of bars show them upright.</param>
/// <param name="Values">Heights, finite and not negative, as many as names.</param>
public sealed record BarPanel(IReadOnlyList<string> Names, IReadOnlyList<double> Values) : Panel
{
    /// <summary>One colour for all bars; null gives each the colour of its class.</summary>
    public Rgb? Colour { get; init; }

    internal override void Draw(Surface surface, Area area)
    {
        if (Names.Count != Values.Count)
            throw new ArgumentException($"there are {Names.Count} names and {Values.Count} values");
        var longest = Names.Select(name => Surface.TextWidth(name, Axes.TextSize)).DefaultIfEmpty(0).Max();
        var upright = longest + 8 > (area.Width - 70) / Math.Max(1, Names.Count);
        var axes = new Axes(surface, area, this, new(-0.5, Math.Max(Names.Count, 1) - 0.5),
            new(0, Math.Max(Values.DefaultIfEmpty(0).Max() * 1.05, 1e-9)),
            numbersX: false, bottom: upright ? Math.Min(longest + 6, area.Height / 3) : 18);
        // Names that would run into each other are left out.
        var every = Math.Max(1, (int)Math.Ceiling(Names.Count * (Axes.TextSize + 4) / axes.Plot.Width));
        for (var i = 0; i < Names.Count; i++)
        {
            surface.Fill(new(axes.X(i - 0.4), axes.Y(Values[i]), axes.X(i + 0.4), axes.Plot.Bottom), Colour ?? Palette.Colour(i));
            if (!upright)
                surface.Text(Names[i], axes.X(i), axes.Plot.Bottom + 13, Axes.TextSize, Rgb.Grey(40), alignX: 0.5);
            else if (i % every == 0)
                surface.TextUpwards(Names[i], axes.X(i), axes.Plot.Bottom + 6, Axes.TextSize, Rgb.Grey(40), alignY: 0);
        }
        axes.DrawFrame();
    }
}
