using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Segmentation;

/// <summary>A split of a segmentation data set, every image and mask checked; files are only ever read.</summary>
public sealed class SegmentationData : DataSplit
{
    /// <summary>Stands for pixels in no class.</summary>
    public const int Ignored = 255;

    private readonly MaskListing _masks;
    private readonly MaskNumbers _numbers;

    private SegmentationData(
        DataYaml yaml,
        string split,
        IReadOnlyList<SegmentationImage> images,
        MaskScan report,
        string hash,
        MaskListing masks,
        MaskNumbers numbers,
        IReadOnlyList<double> frequencies
    ) =>
        (Yaml, Split, Images, Report, Hash, _masks, _numbers, Frequencies) = (
            yaml,
            split,
            images,
            report,
            hash,
            masks,
            numbers,
            frequencies
        );

    /// <summary>The data set.</summary>
    public DataYaml Yaml { get; }

    /// <inheritdoc/>
    public override string File => Yaml.File;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => Yaml.Names;

    /// <inheritdoc/>
    public override string Split { get; }

    /// <summary>The usable images, in ordinal order of their paths; never empty.</summary>
    public IReadOnlyList<SegmentationImage> Images { get; }

    /// <inheritdoc/>
    public override int Count => Images.Count;

    /// <inheritdoc/>
    public override MaskScan Report { get; }

    /// <inheritdoc/>
    public override string Hash { get; }

    /// <summary>Of each class, its share of the pixels in classes of the images that show it; 0 for a class that no image shows.</summary>
    public IReadOnlyList<double> Frequencies { get; }

    /// <summary>Lists a split, decodes every image once and every mask.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <param name="options">How strictly to check.</param>
    /// <param name="cancel">Ends the scan early.</param>
    /// <exception cref="DataException">No image has a mask; no pixel is in a class; more than 5 % bad; or anything bad when
    /// strict.</exception>
    public static SegmentationData Load(DataYaml yaml, string split, ScanOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new();
        if (yaml.Names.Count > Ignored)
            throw new DataException(yaml.File, null, $"names {yaml.Names.Count} classes; masks have at most {Ignored}");
        var (listing, numbers) = (new MaskListing(yaml, split), new MaskNumbers(yaml.Masks, yaml.Names.Count));
        var paths = ImageListing.List(yaml, split);
        if (options.Fraction < 1)
            paths = [.. paths.Take(Math.Max(1, (int)Math.Round(paths.Count * options.Fraction)))];
        var scanned = FileScan.Run(yaml.Root, paths, options, (i, verdict) => Scanned.Of(paths[i], listing, verdict, numbers), cancel);
        StrayNumbers[] strays = [.. scanned.Where(s => s.Strays is not null).Select(s => s.Strays!)];
        var without = paths
            .Where((_, i) => scanned[i].Missing)
            .Select(path => (DataProblem?)new DataProblem(path, null, $"its mask would be {listing.PathOf(path)}"))
            .FirstOrDefault();
        var report = new MaskScan(
            paths.Count,
            scanned.Count(s => s.Missing),
            scanned.Count(s => s.Problem is not null),
            scanned.Sum(s => s.Counts.Sum()),
            scanned.Sum(s => s.Counts[Ignored]),
            without,
            [.. scanned.Where(s => s.Problem is not null).Select(s => s.Problem!.Value)],
            strays.Length == 0 ? [] : [numbers.Describe(strays)]
        );
        report.Judge(yaml.File, split, options);
        if (report.Missing == report.Images)
            throw DataException.NotFound(
                yaml.File,
                $"no image of '{split}:' has a mask; for {paths[0]} it would be {listing.PathOf(paths[0])}"
            );
        if (report.Usable == 0 || report.Pixels == report.Ignored)
            throw new DataException(
                yaml.File,
                null,
                $"no pixel of the masks of '{split}:' is in a class; check 'mask_values:' and the number of "
                    + $"classes{(report.Dropped is [var stray] ? $": {stray}" : "")}"
            );
        return new(
            yaml,
            split,
            [.. scanned.Where(s => s.Image is not null).Select(s => s.Image!)],
            report,
            DataHash.Of(yaml.Root, yaml.Names, paths.Zip(scanned, (path, s) => (path, s.ImageSha256, (string?)s.MaskSha256))),
            listing,
            numbers,
            FrequenciesOf(scanned, yaml.Names.Count)
        );
    }

    /// <summary>
    /// Median frequency balancing (Eigen and Fergus 2015): a weight a class, the median of <see cref="Frequencies"/> by its own; 0 for a
    /// class that no image shows.
    /// </summary>
    public double[] MedianWeights()
    {
        double[] shown = [.. Frequencies.Where(f => f > 0).Order()];
        var median = (shown[(shown.Length - 1) / 2] + shown[shown.Length / 2]) / 2;
        return [.. Frequencies.Select(f => f > 0 ? median / f : 0)];
    }

    /// <summary>The classes of an image's pixels, [height, width]; <see cref="Ignored"/> for those in none.</summary>
    /// <exception cref="DataException">The mask no longer decodes, or is of another size than its image.</exception>
    public byte[] Mask(SegmentationImage image)
    {
        try
        {
            var (map, _) = _masks.Decode(image.Path, image.MaskPath);
            RequireSize(map, image.Width, image.Height, image.MaskPath);
            return _numbers.Classify(map);
        }
        catch (ImagingException e)
        {
            throw new DataException(image.MaskPath, null, $"no longer decodes, though it did when the data set was checked: {e.Reason}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataException.NotFound(image.MaskPath, $"is gone since the data set was checked ({e.Message})", e);
        }
    }

    private static void RequireSize(ClassMap map, int width, int height, string path)
    {
        if ((map.Width, map.Height) != (width, height))
            throw new DataException(
                path,
                null,
                $"is {map.Width}x{map.Height} pixels, its image {width}x{height}; a mask has a number for every pixel of its image: "
                    + $"write it anew in that size"
            );
    }

    private static double[] FrequenciesOf(Scanned[] scanned, int classes)
    {
        var (pixels, around) = (new long[classes], new long[classes]);
        foreach (var counts in scanned.Select(s => s.Counts))
        {
            var all = counts.Sum() - counts[Ignored];
            for (var c = 0; c < classes; c++)
            {
                if (counts[c] == 0)
                    continue;
                (pixels[c], around[c]) = (pixels[c] + counts[c], around[c] + all);
            }
        }
        return [.. pixels.Zip(around, (p, a) => a == 0 ? 0 : (double)p / a)];
    }

    /// <summary>An image and its mask after checking: usable, without a mask, or with the reason why it is not usable.</summary>
    private sealed record Scanned(string ImageSha256)
    {
        public SegmentationImage? Image { get; private init; }

        public DataProblem? Problem { get; private init; }

        public bool Missing { get; private init; }

        public string MaskSha256 { get; private init; } = "";

        /// <summary>Pixels of each class, and at <see cref="Ignored"/> of none.</summary>
        public long[] Counts { get; private init; } = new long[Ignored + 1];

        public StrayNumbers? Strays { get; private init; }

        public static Scanned Of(string path, MaskListing listing, ImageVerdict verdict, MaskNumbers numbers)
        {
            var scanned = new Scanned(verdict.Sha256);
            if (verdict.Fault is { } fault)
                return scanned with { Problem = new(path, null, fault) };
            if (listing.Find(path) is not { } maskPath)
                return scanned with { Missing = true };
            try
            {
                var (map, sha256) = listing.Decode(path, maskPath);
                RequireSize(map, verdict.Width, verdict.Height, maskPath);
                var counts = new long[Ignored + 1];
                foreach (var number in numbers.Classify(map))
                    counts[number]++;
                return scanned with
                {
                    Image = new(path, maskPath, verdict.Width, verdict.Height),
                    MaskSha256 = sha256,
                    Counts = counts,
                    Strays = numbers.Strays(map, maskPath),
                };
            }
            catch (DataException e)
            {
                return scanned with { Problem = e.Problems[0] };
            }
            catch (ImagingException e) when (e.File == maskPath)
            {
                return scanned with { Problem = new(maskPath, null, e.Reason) };
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return scanned with { Problem = new(maskPath, null, $"cannot be read ({e.Message})") };
            }
        }
    }
}
