using SpikeSharp.Data.Description;

namespace SpikeSharp.Data.Detection;

/// <summary>Finds the image files of a split and the label file that belongs to an image.</summary>
public static class ImageListing
{
    private const long MaxListBytes = 256L << 20;

    private static readonly HashSet<string> Suffixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ".bmp",
        ".dng",
        ".jpeg",
        ".jpg",
        ".mpo",
        ".png",
        ".tif",
        ".tiff",
        ".webp",
        ".pfm",
    };

    // Links to folders are followed, as people link large sets into place; the depth ends a loop of links.
    private static readonly EnumerationOptions Recursive = new() { RecurseSubdirectories = true, MaxRecursionDepth = 16 };

    /// <summary>Whether the name ends as an image's does.</summary>
    /// <param name="path">A file name.</param>
    public static bool IsImage(string path) => Suffixes.Contains(Path.GetExtension(path));

    /// <summary>All images of a split, absolute, in ordinal order (so the same on every machine).</summary>
    /// <param name="data">The data set.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <exception cref="DataException">A folder or list is missing, or there is no image.</exception>
    public static IReadOnlyList<string> List(DataYaml data, string split)
    {
        var images = new List<string>();
        foreach (var source in data.Sources(split))
        {
            if (Directory.Exists(source))
                images.AddRange(
                    InFolder(source).Where(path => data.ImageSuffix is null || path.EndsWith(data.ImageSuffix, StringComparison.Ordinal))
                );
            else if (File.Exists(source))
                images.AddRange(IsImage(source) ? [source] : InList(source, data));
            else
                throw DataException.NotFound(data.File, $"'{split}:' names {source}, which is not there{Hint(data)}");
        }
        if (images.Count == 0)
            throw DataException.NotFound(
                data.File,
                $"'{split}:' holds no image{(data.ImageSuffix is { } suffix ? $" whose name ends in '{suffix}'" : "")}{Hint(data)}"
            );
        images.Sort(StringComparer.Ordinal);
        return images;
    }

    /// <summary>The label file of an image: the last <c>/images/</c> of its path becomes <c>/labels/</c>, its suffix <c>.txt</c>.</summary>
    /// <param name="image">The image's path.</param>
    /// <returns>The path, whether or not a file is there.</returns>
    public static string LabelPath(string image)
    {
        const string images = "/images/";
        var unix = image.Replace('\\', '/');
        var at = unix.LastIndexOf(images, StringComparison.Ordinal);
        return Path.ChangeExtension(at < 0 ? image : $"{image[..at]}/labels/{image[(at + images.Length)..]}", ".txt");
    }

    private static IEnumerable<string> InFolder(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*", Recursive).Where(IsImage)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataException.NotFound(folder, $"cannot be read ({e.Message})", e);
        }
    }

    private static IEnumerable<string> InList(string list, DataYaml data)
    {
        if (!list.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
            throw new DataException(list, null, "is neither a folder nor a .txt list of images");
        if (new FileInfo(list).Length > MaxListBytes)
            throw new DataException(list, null, $"is larger than {MaxListBytes >> 20} MiB");
        var folder = Path.GetDirectoryName(list)!;
        var number = 0;
        foreach (var raw in ReadLines(list))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0)
                continue;
            if (data.ImageFolder is { } images && !IsImage(line))
                line = Path.GetFullPath(line + (data.ImageSuffix ?? ".jpg"), images);
            if (line.Contains('\0') || !IsImage(line))
                throw new DataException(list, number, "is not the path of an image");
            var beside = Path.GetFullPath(line, folder);
            yield return line.StartsWith("./", StringComparison.Ordinal) || File.Exists(beside)
                ? beside
                : Path.GetFullPath(line, data.Root);
        }
    }

    private static string[] ReadLines(string list)
    {
        try
        {
            return File.ReadAllLines(list);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataException.NotFound(list, $"cannot be read ({e.Message})", e);
        }
    }

    private static string Hint(DataYaml data) =>
        data.NamesDownload ? "; its 'download:' is never run, so fetch the images yourself" : "; check the path in that file";
}
