using System.Security.Cryptography;
using SpikeSharp.Data.Scanning;

namespace SpikeSharp.Data.Detection;

/// <summary>An image and its label file after checking: either usable, or with the reason why not.</summary>
internal sealed record Scanned(string LabelPath, string ImageSha256, string LabelSha256)
{
    public DetectionImage? Image { get; private init; }

    public DataProblem? Problem { get; private init; }

    public bool HasLabelFile { get; private init; }

    public IReadOnlyList<int> Duplicates { get; private init; } = [];

    public IReadOnlyList<int> ZeroArea { get; private init; } = [];

    public static Scanned Of(string path, ImageVerdict verdict, int classes, bool singleClass)
    {
        var labelPath = ImageListing.LabelPath(path);
        if (verdict.Fault is { } fault)
            return new(labelPath, verdict.Sha256, "") { Problem = new(path, null, fault) };
        var bytes = ReadLabels(labelPath, out var unreadable);
        var scanned = new Scanned(labelPath, verdict.Sha256, bytes is null ? "" : Convert.ToHexStringLower(SHA256.HashData(bytes)));
        if (unreadable is not null)
            return scanned with { Problem = new(labelPath, null, unreadable) };
        try
        {
            var file = LabelFile.Parse(bytes, labelPath, classes);
            var labels = singleClass ? [.. file.Labels.Select(label => label with { Class = 0 })] : file.Labels;
            return scanned with
            {
                Image = new(path, verdict.Width, verdict.Height, labels),
                HasLabelFile = bytes is not null,
                Duplicates = file.Duplicates,
                ZeroArea = file.Degenerate,
            };
        }
        catch (DataException e)
        {
            return scanned with { Problem = e.Problems[0] };
        }
    }

    /// <summary>The label file's bytes; null when there is none, or with the reason when it cannot be read.</summary>
    private static byte[]? ReadLabels(string path, out string? unreadable)
    {
        unreadable = null;
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: > LabelFile.MaxBytes })
                return File.ReadAllBytes(path);
            unreadable = $"is larger than {LabelFile.MaxBytes >> 20} MiB";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException) { }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unreadable = $"cannot be read ({e.Message})";
        }
        return null;
    }
}
