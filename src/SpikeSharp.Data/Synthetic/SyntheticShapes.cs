using System.Globalization;
using System.Text;
using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Synthetic;

/// <summary>
/// Writes a detection data set of drawn shapes in YOLO layout: five classes told apart by shape alone, from small to large, overlapping, on
/// cluttered textured grounds under uneven light, among shapes and strokes that belong to no class.
/// </summary>
public static class SyntheticShapes
{
    private const int JpegQuality = 92;

    /// <summary>The classes, by number.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Enum.GetNames<Shape>().Take(Scene.Classes).Select(name => name.ToLowerInvariant())];

    /// <summary>Writes the data set, or finds it already written with the same options.</summary>
    /// <param name="folder">A folder that does not exist, is empty, or holds this very data set; it appears complete or not at all.</param>
    /// <param name="options">Seed, counts and size.</param>
    /// <param name="cancel">Ends the writing early.</param>
    /// <returns>The path of its <c>data.yaml</c>.</returns>
    /// <exception cref="DataException">The folder holds something else, or cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static string Write(string folder, SyntheticOptions options, CancellationToken cancel = default)
    {
        Validate(options);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var yaml = Path.Combine(folder, "data.yaml");
        var readme = Readme(options);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            return IsText(Path.Combine(folder, "README.md"), readme)
                ? yaml
                : throw new DataException(folder, null, "holds other files; name a new folder for the synthetic data set");
        var temporary = $"{folder}.{Guid.NewGuid():N}.tmp";
        try
        {
            WriteSplit(temporary, "train", 0, options.TrainImages, options, cancel);
            WriteSplit(temporary, "val", 1, options.ValImages, options, cancel);
            File.WriteAllText(Path.Combine(temporary, "data.yaml"), Yaml());
            File.WriteAllText(Path.Combine(temporary, "README.md"), readme);
            if (Directory.Exists(folder))
                Directory.Delete(folder);
            Directory.Move(temporary, folder);
            return yaml;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataException.NotFound(folder, $"cannot be written ({e.Message})", e);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Draws one picture.</summary>
    /// <param name="options">Seed and size.</param>
    /// <param name="split">0 for training, 1 for validation, so that the two never share a picture.</param>
    /// <param name="index">Which picture of the split, from 0.</param>
    /// <returns>The picture and its objects.</returns>
    public static (Image Image, IReadOnlyList<ObjectLabel> Labels) Draw(SyntheticOptions options, int split, int index)
    {
        Validate(options);
        return Scene.Draw(new CounterRandom(options.Seed, split, index, RandomStream.Synthesis), options);
    }

    private static void Validate(SyntheticOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TrainImages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ValImages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ImageSize, 96);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ImageSize, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxObjects, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxObjects, 50);
        if (!(options.SmallestShape >= 0.05 && options.SmallestShape <= options.LargestShape && options.LargestShape <= 0.5))
            throw new ArgumentOutOfRangeException(
                nameof(options),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"shapes measure 0.05 to 0.5 of a side, not {options.SmallestShape} to {options.LargestShape}"
                )
            );
    }

    private static void WriteSplit(string folder, string name, int split, int count, SyntheticOptions options, CancellationToken cancel)
    {
        var images = Directory.CreateDirectory(Path.Combine(folder, "images", name)).FullName;
        var labels = Directory.CreateDirectory(Path.Combine(folder, "labels", name)).FullName;
        Parallel.For(0, count, new() { CancellationToken = cancel }, i =>
        {
            var (image, objects) = Draw(options, split, i);
            File.WriteAllBytes(Path.Combine(images, $"{i:D5}.jpg"), image.Encode(ImageFormat.Jpeg, JpegQuality));
            File.WriteAllText(Path.Combine(labels, $"{i:D5}.txt"), string.Concat(objects.Select(Line)));
        });
    }

    private static string Line(ObjectLabel o) =>
        string.Create(CultureInfo.InvariantCulture, $"{o.Class} {o.X:F6} {o.Y:F6} {o.Width:F6} {o.Height:F6}\n");

    private static string Yaml()
    {
        var text = new StringBuilder("# Drawn shapes, see README.md. Paths are relative to this file.\n").Append(
            "path: .\ntrain: images/train\nval: images/val\nnames:\n"
        );
        for (var i = 0; i < Names.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"  {i}: {Names[i]}\n");
        return text.ToString();
    }

    private static string Readme(SyntheticOptions options) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
        # Drawn shapes

        A detection data set made by a program, not by a camera: {options.TrainImages} pictures to train on, {options.ValImages} to
        validate on, longer side {options.ImageSize} px, up to {options.MaxObjects} objects each, {options.SmallestShape:0.###} to
        {options.LargestShape:0.###} of that side wide, seed {options.Seed}.

        Classes: {string.Join(", ", Names)}. {(options.ColouredClasses
            ? "Each keeps to hues of its own, which ground and clutter share"
            : "They differ by shape alone; colour is random")}; size, rotation, shading and place are random.
        Shapes overlap and hide parts of one another (at least half of each stays visible), reach over the border, and lie
        on textured grounds under uneven light and noise. Squares, bars, half-discs, arcs and strokes belong to no class:
        a detector must leave them alone.

        A label is the box of the whole shape as far as it lies in the picture, hidden parts included:
        `class cx cy w h`, shares of the sides.

        """
        );

    private static bool IsText(string path, string text)
    {
        try
        {
            return File.ReadAllText(path) == text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
