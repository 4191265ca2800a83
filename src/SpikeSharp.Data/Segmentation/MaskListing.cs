using SpikeSharp.Data.Detection;

namespace SpikeSharp.Data.Segmentation;

/// <summary>Finds the mask that belongs to an image, and the classes of its numbers.</summary>
internal sealed class MaskListing
{
    private const string Images = "/images/";

    private readonly DataYaml yaml;
    private readonly string split;
    private readonly string? folder;

    public MaskListing(DataYaml yaml, string split)
    {
        (this.yaml, this.split, folder) = (yaml, split, yaml.Masks.GetValueOrDefault(split));
        if (folder is not null && !Directory.Exists(folder)) throw DataException.NotFound(yaml.File, $"'masks:' names {folder} for '{split}:', which is no folder");
        Array.Fill(Classes, (byte)SegmentationData.Ignored);
        if (yaml.MaskValues is { } values)
            foreach (var (value, number) in values) Classes[value] = (byte)number;
        else
            for (var i = 0; i < yaml.Names.Count; i++) Classes[i] = (byte)i;
    }

    /// <summary>The class of each number in the files; 255 for those in none.</summary>
    public byte[] Classes { get; } = new byte[ushort.MaxValue + 1];

    /// <summary>The mask of an image, whether or not a file is there: below the split's folder of 'masks:' under the image's place and stem, else the last
    /// <c>/images/</c> of its path becomes <c>/masks/</c>.</summary>
    public string PathOf(string image)
    {
        if (folder is not null)
        {
            var source = yaml.Sources(split).FirstOrDefault(s => image.StartsWith(Path.TrimEndingDirectorySeparator(s) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
            return Path.ChangeExtension(Path.Combine(folder, source is null ? Path.GetFileName(image) : Path.GetRelativePath(source, image)), ".png");
        }
        var unix = image.Replace('\\', '/');
        var at = unix.LastIndexOf(Images, StringComparison.Ordinal);
        if (at < 0)
            throw new DataException(yaml.File, null, $"has no 'masks:', and {image} lies in no folder 'images', so that its mask cannot be found; name the folders, as in masks: {{train: folder, val: folder}}");
        return Path.ChangeExtension($"{image[..at]}/masks/{image[(at + Images.Length)..]}", ".png");
    }
}
