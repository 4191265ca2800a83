using System.Globalization;
using System.Text;

namespace SpikeSharp.Data.Detection;

/// <summary>
/// The objects of one YOLO label file: a line is <c>class cx cy w h</c>, or <c>class x1 y1 x2 y2 …</c> in a file where any line has more
/// than six columns, which then become boxes. Stricter than Ultralytics 8.0.197: class below the class count (theirs lets
/// class = count pass), no NaN or infinity, no box that reaches outside the image.
/// </summary>
/// <param name="Labels">The objects, in the order of the file.</param>
/// <param name="Duplicates">Lines (from 1) dropped because an earlier line says the same.</param>
/// <param name="Degenerate">Lines (from 1) dropped because their box has no area.</param>
public sealed record LabelFile(IReadOnlyList<ObjectLabel> Labels, IReadOnlyList<int> Duplicates, IReadOnlyList<int> Degenerate)
{
    /// <summary>Largest label file, bytes.</summary>
    public const int MaxBytes = 16 << 20;

    // Annotation tools round to pixels, so edges come out up to a pixel beyond the border; that much is clipped, more is an error.
    private const float Overshoot = 0.01f;

    /// <summary>Reads the content of a label file.</summary>
    /// <param name="bytes">The file, ASCII; empty for an image without objects.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="classes">How many classes the data set has.</param>
    /// <returns>Its objects, each inside the image.</returns>
    /// <exception cref="DataException">A line is not a valid object; it names file and line.</exception>
    public static LabelFile Parse(ReadOnlySpan<byte> bytes, string path, int classes)
    {
        if (bytes.Length > MaxBytes)
            throw new DataException(path, null, $"is larger than {MaxBytes >> 20} MiB");
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        var (labels, duplicates, degenerate) = (new List<ObjectLabel>(), new List<int>(), new List<int>());
        var seen = new HashSet<ObjectLabel>();
        var polygons = AnyPolygon(bytes);
        var line = 0;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            line++;
            var row = bytes[range].Trim(" \t\r\f\v"u8);
            if (row.IsEmpty)
                continue;
            var label = new Row(row, path, line).Read(classes, polygons);
            if (label.Width <= 0 || label.Height <= 0)
                degenerate.Add(line);
            else if (seen.Add(label))
                labels.Add(label);
            else
                duplicates.Add(line);
        }
        return new(labels, duplicates, degenerate);
    }

    private static bool AnyPolygon(ReadOnlySpan<byte> bytes)
    {
        foreach (var range in bytes.Split((byte)'\n'))
            if (new Row(bytes[range], "", 0).Columns() > 6)
                return true;
        return false;
    }

    /// <summary>Takes one line apart, column by column.</summary>
    private ref struct Row(ReadOnlySpan<byte> text, string path, int line)
    {
        private ReadOnlySpan<byte> _rest = text;

        public readonly int Columns()
        {
            var row = this;
            var count = 0;
            while (row.Next(out _))
                count++;
            return count;
        }

        public ObjectLabel Read(int classes, bool polygon)
        {
            var columns = Columns();
            var number = Number("the class");
            if (number != MathF.Floor(number) || number < 0 || number >= classes)
                throw Error(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"class {number} is not one of the data set's {classes} classes (0 to {classes - 1})"
                    )
                );
            return polygon ? Polygon((int)number, columns) : Box((int)number, columns);
        }

        private ObjectLabel Box(int number, int columns)
        {
            if (columns != 5)
                throw Error($"has {columns} columns, wanted 5: class cx cy w h");
            var (x, y, w, h) = (Share("cx"), Share("cy"), Share("w"), Share("h"));
            var (x1, y1, x2, y2) = (x - w / 2, y - h / 2, x + w / 2, y + h / 2);
            if (MathF.Min(x1, y1) < -Overshoot || MathF.Max(x2, y2) > 1 + Overshoot)
                throw Error("the box reaches outside the image");
            return x1 < 0 || y1 < 0 || x2 > 1 || y2 > 1
                ? Corners(number, MathF.Max(x1, 0), MathF.Max(y1, 0), MathF.Min(x2, 1), MathF.Min(y2, 1))
                : new(number, x, y, w, h);
        }

        private ObjectLabel Polygon(int number, int columns)
        {
            if (columns < 7 || columns % 2 == 0)
                throw Error($"has {columns} columns, but the file holds polygons: class x1 y1 x2 y2 … with at least 3 points");
            var (x1, y1, x2, y2) = (1f, 1f, 0f, 0f);
            for (var i = 1; i < columns; i += 2)
            {
                var (x, y) = (Share("x"), Share("y"));
                (x1, y1, x2, y2) = (MathF.Min(x1, x), MathF.Min(y1, y), MathF.Max(x2, x), MathF.Max(y2, y));
            }
            return Corners(number, x1, y1, x2, y2);
        }

        private static ObjectLabel Corners(int number, float x1, float y1, float x2, float y2) =>
            new(number, (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1);

        private float Share(string what)
        {
            var value = Number(what);
            return value is >= 0 and <= 1
                ? value
                : throw Error($"{what} is {value.ToString(CultureInfo.InvariantCulture)}, wanted 0 to 1 (a share of the image's side)");
        }

        private float Number(string what)
        {
            Next(out var word);
            return float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
                ? value
                : throw Error($"{what} must be a finite number, found '{Encoding.Latin1.GetString(word[..Math.Min(word.Length, 40)])}'");
        }

        private bool Next(out ReadOnlySpan<byte> word)
        {
            _rest = _rest.TrimStart(" \t\r\f\v"u8);
            var end = _rest.IndexOfAny(" \t\r\f\v"u8);
            word = end < 0 ? _rest : _rest[..end];
            _rest = _rest[word.Length..];
            return word.Length > 0;
        }

        private readonly DataException Error(string reason) => new(path, line, reason);
    }
}
