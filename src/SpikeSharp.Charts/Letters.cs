using ScottPlot;
using SkiaSharp;

namespace SpikeSharp.Charts;

/// <summary>The font of all charts. It comes with the assembly: many servers have no font, and then no letter would be drawn.</summary>
internal sealed class Letters : IFontResolver
{
    /// <summary>Its name.</summary>
    public const string Name = "DejaVu Sans";

    private const string Resource = "DejaVuSans.ttf";

    private static readonly SKTypeface Typeface = Load();

    /// <summary>Makes it ScottPlot's font.</summary>
    public static void Install()
    {
        Fonts.FontResolvers.Insert(0, new Letters());
        Fonts.Default = Name;
    }

    /// <summary>The room that a text takes in pixels.</summary>
    public static double Width(string text, float size)
    {
        using var font = new SKFont(Typeface, size);
        return font.MeasureText(text);
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? Typeface : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Typeface : null;

    private static SKTypeface Load()
    {
        using var file = typeof(Letters).Assembly.GetManifestResourceStream(Resource)!;
        return SKTypeface.FromStream(file);
    }
}
