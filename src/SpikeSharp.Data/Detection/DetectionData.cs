using SpikeSharp.Data.Description;
using SpikeSharp.Data.Scanning;

namespace SpikeSharp.Data.Detection;

/// <summary>A split of a detection data set, every image and label checked; files are only ever read.</summary>
public sealed class DetectionData : DataSplit
{
    private DetectionData(DataYaml yaml, string split, IReadOnlyList<DetectionImage> images, ScanReport report, string hash) =>
        (Yaml, Split, Images, Report, Hash) = (yaml, split, images, report, hash);

    /// <summary>The data set.</summary>
    public DataYaml Yaml { get; }

    /// <inheritdoc/>
    public override string Split { get; }

    /// <inheritdoc/>
    public override string File => Yaml.File;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => Yaml.Names;

    /// <inheritdoc/>
    public override int Count => Images.Count;

    /// <summary>The usable images, in ordinal order of their paths; never empty.</summary>
    public IReadOnlyList<DetectionImage> Images { get; }

    /// <inheritdoc/>
    public override ScanReport Report { get; }

    /// <summary>SHA-256 (hexadecimal) over class names and each listed image's path within the data set, bytes and labels.</summary>
    public override string Hash { get; }

    /// <summary>Lists a split, decodes every image once and reads every label.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <param name="options">How strictly to check.</param>
    /// <param name="cancel">Ends the scan early.</param>
    /// <returns>The usable images; bad ones are in <see cref="Report"/>.</returns>
    /// <exception cref="DataException">No image or no label file at all; more than 5 % bad; or anything bad when strict.</exception>
    public static DetectionData Load(DataYaml yaml, string split, ScanOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new();
        if (!(options.Fraction is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.Fraction, "fraction must be above 0 and at most 1");
        var paths = ImageListing.List(yaml, split);
        if (options.Fraction < 1)
            paths = [.. paths.Take(Math.Max(1, (int)Math.Round(paths.Count * options.Fraction)))];
        var scanned = FileScan.Run(
            yaml.Root,
            paths,
            options,
            (i, verdict) => Scanned.Of(paths[i], verdict, yaml.Names.Count, options.SingleClass),
            cancel
        );
        var report = Tally(scanned);
        Judge(yaml, split, paths, report, options);
        return new(
            yaml,
            split,
            [.. scanned.Where(s => s.Image is not null).Select(s => s.Image!)],
            report,
            DataHash.Of(yaml.Root, yaml.Names, paths.Zip(scanned, (path, s) => (path, s.ImageSha256, (string?)s.LabelSha256)))
        );
    }

    private static ScanReport Tally(Scanned[] scanned) =>
        new(
            scanned.Length,
            scanned.Count(s => s.Image is { Labels.Count: > 0 }),
            scanned.Count(s => s.Image is not null && !s.HasLabelFile),
            scanned.Count(s => s.Image is { Labels.Count: 0 } && s.HasLabelFile),
            scanned.Count(s => s.Image is null),
            scanned.Sum(s => s.Duplicates.Count),
            scanned.Sum(s => s.ZeroArea.Count),
            [.. scanned.Where(s => s.Problem is not null).Select(s => s.Problem!.Value)],
            [
                .. scanned.SelectMany(s =>
                    s.Duplicates.Select(line => new DataProblem(s.LabelPath, line, "repeats an earlier line"))
                        .Concat(s.ZeroArea.Select(line => new DataProblem(s.LabelPath, line, "has a box without area")))
                        .OrderBy(p => p.Line)
                ),
            ]
        );

    private static void Judge(DataYaml yaml, string split, IReadOnlyList<string> paths, ScanReport report, ScanOptions options)
    {
        report.Judge(yaml.File, split, options);
        if (report.Missing == report.Images)
            throw DataException.NotFound(
                yaml.File,
                $"no image of '{split}:' has a label file; for {paths[0]} it would be {ImageListing.LabelPath(paths[0])}"
            );
    }
}
