using System.Globalization;
using System.Net;
using System.Text;

namespace SpikeSharp.Demo;

/// <summary>Small charts as SVG for a web page; colours are CSS variables, so that they suit light and dark.</summary>
internal static class SvgChart
{
    private const int Narrow = 520,
        Wide = 1040,
        Height = 240,
        Left = 48,
        Right = 12,
        Top = 12,
        Bottom = 40;

    /// <summary>Lines over 1, 2, 3, …</summary>
    /// <param name="label">Under the x axis.</param>
    /// <param name="largest">Upper end of the y axis; 0 takes the largest value.</param>
    /// <param name="lines">Name, CSS colour and values of each.</param>
    public static string Lines(string label, double largest, params (string Name, string Colour, double[] Values)[] lines)
    {
        var count = lines.Max(line => line.Values.Length);
        var top = largest > 0 ? largest : Ceiling(lines.Max(line => line.Values.Append(0).Max()));
        var svg = Begin(Narrow, string.Join(", ", lines.Select(line => line.Name)));
        Grid(svg, Narrow, top);
        double X(int i) => Left + (count == 1 ? 0.5 : (double)i / (count - 1)) * (Narrow - Left - Right);
        foreach (var (name, colour, values) in lines)
        {
            var points = string.Join(
                ' ',
                values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i):F1},{Y(value, top):F1}"))
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.2\" "
                    + $"stroke-linejoin=\"round\"><title>{Html(name)}</title></polyline>"
            );
        }
        foreach (var at in new[] { 1, (count + 1) / 2, count }.Distinct())
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(at - 1):F1}\" y=\"{Height - 22}\" text-anchor=\"middle\">{at}</text>");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{(Left + Narrow - Right) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">{Html(label)}</text></svg>"
        );
        svg.Append("<p class=\"legend\">");
        foreach (var (name, colour, values) in lines)
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<span><i style=\"background:{colour}\"></i>{Html(name)} <b>{(values.Length > 0 ? values[^1] : 0):0.###}</b></span>"
            );
        return svg.Append("</p>").ToString();
    }

    /// <summary>Bars side by side, too many for names under them: the name shows when pointed at.</summary>
    /// <param name="label">Under the x axis.</param>
    /// <param name="largest">Upper end of the y axis; 0 takes the largest value.</param>
    /// <param name="bars">Name and value of each.</param>
    public static string Bars(string label, double largest, IReadOnlyList<(string Name, double Value)> bars)
    {
        var top = largest > 0 ? largest : Ceiling(bars.Max(bar => bar.Value));
        var svg = Begin(Wide, label);
        Grid(svg, Wide, top);
        var step = (double)(Wide - Left - Right) / bars.Count;
        for (var i = 0; i < bars.Count; i++)
        {
            var y = Y(bars[i].Value, top);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{Left + i * step + step * 0.12:F1}\" y=\"{y:F1}\" width=\"{step * 0.76:F1}\" "
                    + $"height=\"{Height - Bottom - y:F1}\" fill=\"var(--accent)\"><title>{Html(bars[i].Name)}: "
                    + $"{bars[i].Value:0.###}</title></rect>"
            );
        }
        return svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{(Left + Wide - Right) / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">{Html(label)}</text></svg>"
            )
            .ToString();
    }

    private static StringBuilder Begin(int width, string title) =>
        new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {width} {Height}\" role=\"img\" aria-label=\"{Html(title)}\">"
        );

    private static void Grid(StringBuilder svg, int width, double top)
    {
        for (var i = 0; i <= 4; i++)
        {
            var (value, y) = (top * i / 4, Y(top * i / 4, top));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{Left}\" x2=\"{width - Right}\" y1=\"{y:F1}\" y2=\"{y:F1}\" stroke=\"var(--line)\"/>"
            );
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{value:0.##}</text>");
        }
    }

    private static double Y(double value, double top) => Top + (1 - Math.Clamp(value / top, 0, 1)) * (Height - Top - Bottom);

    // The next of 1, 2, 4, 5, 8 and their multiples by ten: quarters of it are short to write.
    private static double Ceiling(double value)
    {
        if (!(value > 0))
            return 1;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var step in (double[])[1, 2, 4, 5, 8])
            if (value <= step * unit)
                return step * unit;
        return 10 * unit;
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
