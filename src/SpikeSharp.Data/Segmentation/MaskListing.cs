using SpikeSharp.Data.Detection;

namespace SpikeSharp.Data.Segmentation;

/// <summary>Finds the mask that belongs to an image.</summary>
internal sealed class MaskListing
{
    private const string Images = "/images/", Suffix = ".png";

    // What people write masks as by mistake: named, they are refused with a reason instead of not being found.
    private static readonly string[] OtherSuffixes = [".PNG", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"];

    private readonly DataYaml yaml;
    private readonly string split;
    private readonly string? folder;

    public MaskListing(DataYaml yaml, string split)
    {
        (this.yaml, this.split, folder) = (yaml, split, yaml.Masks.Folders.GetValueOrDefault(split));
        if (folder is not null && !Directory.Exists(folder)) throw DataException.NotFound(yaml.File, $"'masks:' names {folder} for '{split}:', which is no folder");
    }

    /// <summary>The mask of an image, or what is in its place under another suffix; null where there is nothing.</summary>
    public string? Find(string image)
    {
        var mask = PathOf(image);
        return OtherSuffixes.Select(suffix => Path.ChangeExtension(mask, suffix)).Prepend(mask).FirstOrDefault(path => path != image && File.Exists(path));
    }

    /// <summary>Where the mask of an image has to be: below the split's folder of 'masks:' under the image's place and stem, else the last
    /// <c>/images/</c> of its path becomes <c>/masks/</c>.</summary>
    public string PathOf(string image)
    {
        if (folder is not null)
        {
            var source = yaml.Sources(split).FirstOrDefault(s => image.StartsWith(Path.TrimEndingDirectorySeparator(s) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
            return Path.ChangeExtension(Path.Combine(folder, source is null ? Path.GetFileName(image) : Path.GetRelativePath(source, image)), Suffix);
        }
        var unix = image.Replace('\\', '/');
        var at = unix.LastIndexOf(Images, StringComparison.Ordinal);
        if (at < 0)
            throw new DataException(yaml.File, null, $"has no 'masks:', and {image} lies in no folder 'images', so that its mask cannot be found; name the folders, as in masks: {{train: folder, val: folder}}");
        return Path.ChangeExtension($"{image[..at]}/masks/{image[(at + Images.Length)..]}", Suffix);
    }
}
