using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Reports;

/// <summary>What the colours of <see cref="ClassOverlay"/> stand for.</summary>
public static class ClassLegend
{
    private const int Gap = 6;

    /// <summary>
    /// A picture with a strip below it: of each class its colour and name, from left to right, in as many rows as it takes.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="classes">The classes to name.</param>
    /// <param name="names">Class names, by class.</param>
    public static Image Below(Image picture, IEnumerable<int> classes, IReadOnlyList<string> names)
    {
        var scale = Math.Clamp(picture.Width / 1600.0, 0.4, 0.7);
        var letter = Draw.MeasureText("Ag", scale);
        var side = letter.Height + letter.Below;
        var (entries, x, row) = (new List<(int Class, int X, int Row)>(), Gap, 0);
        foreach (var number in classes)
        {
            var width = side + Gap + Draw.MeasureText(names[number], scale).Width + 2 * Gap;
            if (x > Gap && x + width > picture.Width)
                (x, row) = (Gap, row + 1);
            entries.Add((number, x, row));
            x += width;
        }
        if (entries.Count == 0)
            return picture;
        var whole = new Image(picture.Width, picture.Height + (row + 1) * (side + Gap) + Gap);
        whole.Fill(Rgb.White);
        picture.CopyTo(whole, 0, 0, 0, 0, picture.Width, picture.Height);
        foreach (var entry in entries)
        {
            var top = picture.Height + Gap + entry.Row * (side + Gap);
            whole.FillRectangle(entry.X, top, entry.X + side, top + side, Palette.Colour(entry.Class));
            whole.Text(names[entry.Class], entry.X + side + Gap, top + letter.Height, Rgb.Black, scale);
        }
        return whole;
    }

    /// <summary>The classes that pixels are of, in order; 255 is none.</summary>
    public static IEnumerable<int> Present(params IEnumerable<byte[]> pictures)
    {
        var seen = new bool[256];
        foreach (var classes in pictures)
        {
            foreach (var number in classes)
                seen[number] = true;
        }
        return Enumerable.Range(0, byte.MaxValue).Where(number => seen[number]);
    }
}
