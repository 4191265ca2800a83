using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Scanning;

namespace SpikeSharp.Data.Classification;

/// <summary>
/// A split of a classification data set, a folder a class: <c>train/cat/1.png</c>, <c>val/dog/2.png</c>; every image checked, files only
/// ever read.
/// </summary>
public sealed class ClassificationData : DataSplit
{
    // Links to folders are followed; the depth ends a loop of links.
    private static readonly EnumerationOptions Recursive = new() { RecurseSubdirectories = true, MaxRecursionDepth = 16 };

    private ClassificationData(
        string root,
        IReadOnlyList<string> names,
        string split,
        IReadOnlyList<ClassificationImage> images,
        ClassScan report,
        string hash
    ) => (File, Names, Split, Images, Report, Hash) = (root, names, split, images, report, hash);

    /// <summary>The data set's folder, absolute.</summary>
    public override string File { get; }

    /// <summary>Names of the folders in <c>train</c>, in ordinal order.</summary>
    public override IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public override string Split { get; }

    /// <summary>The usable images, class by class, in ordinal order of their paths; never empty.</summary>
    public IReadOnlyList<ClassificationImage> Images { get; }

    /// <inheritdoc/>
    public override int Count => Images.Count;

    /// <inheritdoc/>
    public override ClassScan Report { get; }

    /// <inheritdoc/>
    public override string Hash { get; }

    /// <summary>Whether a folder looks like such a data set: it has a <c>train</c> with folders in it, and no <c>data.yaml</c>.</summary>
    public static bool IsOne(string path) =>
        Directory.Exists(path)
        && !System.IO.File.Exists(Path.Combine(path, "data.yaml"))
        && Directory.Exists(Path.Combine(path, "train"))
        && Directory.EnumerateDirectories(Path.Combine(path, "train")).Any();

    /// <summary>The names of the classes: the folders in <c>train</c>, in ordinal order.</summary>
    /// <param name="path">The data set's folder.</param>
    /// <exception cref="DataException">There is no such folder, or no class in it.</exception>
    public static IReadOnlyList<string> ReadNames(string path)
    {
        var train = FolderOf(Path.GetFullPath(path), "train");
        string[] names =
        [
            .. Directory.EnumerateDirectories(train).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal),
        ];
        return names.Length > 0
            ? names
            : throw DataException.NotFound(train, "holds no folder; classification wants a folder a class, as in train/cat/1.png");
    }

    /// <summary>Lists a split and decodes every image once.</summary>
    /// <param name="path">The data set's folder.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <param name="options">How strictly to check.</param>
    /// <param name="cancel">Ends the scan early.</param>
    /// <exception cref="DataException">A folder is missing or of no class; a class has no training image; more than 5 % bad; or anything
    /// bad when strict.</exception>
    public static ClassificationData Load(string path, string split, ScanOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new();
        var root = Path.GetFullPath(path);
        var names = ReadNames(root);
        var listed = List(FolderOf(root, split), names, split == "train");
        if (listed.Count == 0)
            throw DataException.NotFound(FolderOf(root, split), "holds no image");
        // A share of each class: the images are class by class.
        if (options.Fraction < 1)
            listed = [.. listed.GroupBy(l => l.Class).SelectMany(l => l.Take(Math.Max(1, (int)Math.Round(l.Count() * options.Fraction))))];
        var verdicts = FileScan.Run(root, [.. listed.Select(l => l.File)], options, (_, verdict) => verdict, cancel);
        var images = new List<ClassificationImage>();
        var problems = new List<DataProblem>();
        foreach (var ((file, number), verdict) in listed.Zip(verdicts))
        {
            if (verdict.Fault is { } fault)
                problems.Add(new(file, null, fault));
            else
                images.Add(new(file, number, verdict.Width, verdict.Height));
        }
        var report = new ClassScan(
            listed.Count,
            problems.Count,
            [.. names.Select((_, i) => images.Count(image => image.Class == i))],
            problems
        );
        report.Judge(root, split, options);
        return new(
            root,
            names,
            split,
            images,
            report,
            DataHash.Of(root, names, listed.Zip(verdicts, (one, verdict) => (one.File, verdict.Sha256, (string?)null)))
        );
    }

    private static string FolderOf(string root, string split)
    {
        var folder = Path.Combine(root, split);
        if (split == "val" && !Directory.Exists(folder) && Directory.Exists(Path.Combine(root, "validation")))
            return Path.Combine(root, "validation");
        return Directory.Exists(folder)
            ? folder
            : throw DataException.NotFound(folder, "is no folder; classification wants train/<class>/ and val/<class>/ with images");
    }

    private static List<(string File, int Class)> List(string folder, IReadOnlyList<string> names, bool allWanted)
    {
        var listed = new List<(string, int)>();
        foreach (var place in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var number = names.ToList().IndexOf(Path.GetFileName(place));
            if (number < 0)
                throw new DataException(
                    place,
                    null,
                    $"is of no class: 'train' has {string.Join(", ", names.Take(10))}{(names.Count > 10 ? ", ..." : "")}"
                );
            string[] files = [.. Directory.EnumerateFiles(place, "*", Recursive).Where(ImageListing.IsImage).Order(StringComparer.Ordinal)];
            if (files.Length == 0 && allWanted)
                throw new DataException(place, null, "holds no image; a class needs some to be learnt, or its folder must go");
            listed.AddRange(files.Select(file => (file, number)));
        }
        return listed;
    }
}
