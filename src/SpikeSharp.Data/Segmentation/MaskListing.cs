using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SpikeSharp.Data.Description;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Segmentation;

/// <summary>The masks of a split: which belongs to an image, and what it holds.</summary>
internal sealed class MaskListing
{
    private const string Images = "/images/";

    // What people write masks as by mistake: named, they are refused with a reason instead of not being found.
    private static readonly string[] OtherSuffixes = [".PNG", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"];

    private readonly DataYaml _yaml;
    private readonly IReadOnlyList<string> _sources;
    private readonly string? _folder;
    private readonly PanopticJson? _panoptic;

    public MaskListing(DataYaml yaml, string split)
    {
        (_yaml, _folder) = (yaml, yaml.Masks.Folders.GetValueOrDefault(split));
        _sources = [.. yaml.Sources(split), .. yaml.ImageFolder is { } images ? [images] : Array.Empty<string>()];
        if (_folder is not null && !Directory.Exists(_folder))
            throw DataException.NotFound(yaml.File, $"'masks:' names {_folder} for '{split}:', which is no folder");
        if (yaml.Masks.Panoptic.Count == 0)
            return;
        if (_folder is null)
            throw new DataException(
                yaml.File,
                null,
                $"has no 'masks:' for '{split}:', the folder of the PNG files that go with 'panoptic_json:'"
            );
        _panoptic = new PanopticJson(
            yaml.Masks.Panoptic.GetValueOrDefault(split)
                ?? throw new DataException(yaml.File, null, $"has no 'panoptic_json:' for '{split}:'")
        );
    }

    /// <summary>The mask of an image, or what is in its place under another suffix; null where there is nothing.</summary>
    public string? Find(string image)
    {
        var mask = PathOf(image);
        if (_panoptic is not null)
            return _panoptic.MaskOf(Below(image)) is not null && File.Exists(mask) ? mask : null;
        return OtherSuffixes
            .Select(suffix => Path.ChangeExtension(mask, suffix))
            .Prepend(mask)
            .FirstOrDefault(path => path != image && File.Exists(path));
    }

    /// <summary>Where the mask of an image has to be: below the split's folder of 'masks:' under the image's place and stem, else the last
    /// <c>/images/</c> of its path becomes <c>/masks/</c>.</summary>
    public string PathOf(string image)
    {
        if (_folder is not null)
            return Path.Combine(_folder, _panoptic?.MaskOf(Below(image)) ?? Named(Below(image)));
        var unix = image.Replace('\\', '/');
        var at = unix.LastIndexOf(Images, StringComparison.Ordinal);
        if (at < 0)
            throw new DataException(
                _yaml.File,
                null,
                $"has no 'masks:', and {image} lies in no folder 'images', so that its mask cannot be found; name the folders, as in "
                    + $"masks: {{train: folder, val: folder}}"
            );
        return Named($"{image[..at]}/masks/{image[(at + Images.Length)..]}");
    }

    /// <summary>The numbers of a mask, and the hash of what decides them.</summary>
    /// <param name="image">The image.</param>
    /// <param name="path">The mask, where <see cref="Find"/> found it.</param>
    public (ClassMap Map, string Sha256) Decode(string image, string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (_panoptic is null)
            return (ClassMap.Decode(bytes, path, _yaml.Masks.Palette), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        // The categories are in another file.
        var map = _panoptic.Decode(bytes, Below(image), path);
        return (map, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<ushort>(map.Values))));
    }

    // An image's path below the folder that it was listed from.
    private string Below(string image)
    {
        var source = _sources.FirstOrDefault(s =>
            image.StartsWith(Path.TrimEndingDirectorySeparator(s) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        );
        return source is null ? Path.GetFileName(image) : Path.GetRelativePath(source, image).Replace('\\', '/');
    }

    private string Named(string image) =>
        (
            _yaml.ImageSuffix is { } suffix && image.EndsWith(suffix, StringComparison.Ordinal)
                ? image[..^suffix.Length]
                : Path.ChangeExtension(image, null)
        ) + _yaml.Masks.Suffix;
}
