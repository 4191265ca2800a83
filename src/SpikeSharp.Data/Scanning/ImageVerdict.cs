using System.Security.Cryptography;
using System.Text.Json.Serialization;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Scanning;

/// <summary>What is known of one image file after decoding it whole, and of which state of the file that is true.</summary>
internal sealed record ImageVerdict(long Bytes, long Modified, int Width, int Height, string Sha256, string? Fault)
{
    private const int SmallestSide = 10;

    /// <summary>Decodes the file.</summary>
    public static ImageVerdict Of(string path)
    {
        try
        {
            // Size and time first: should the file change while it is read, they are those of the old state and the verdict is not reused.
            var file = new FileInfo(path);
            var (size, modified) = (file.Length, file.LastWriteTimeUtc.Ticks);
            if (size > Image.MaxFileBytes)
                return Bad(size, modified, "", $"is larger than {Image.MaxFileBytes >> 20} MiB");
            var bytes = File.ReadAllBytes(path);
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
            try
            {
                var image = Image.Decode(bytes, path);
                return Math.Min(image.Width, image.Height) < SmallestSide
                    ? Bad(size, modified, sha256, $"is {image.Width}x{image.Height} pixels, both sides must have {SmallestSide}")
                    : new(size, modified, image.Width, image.Height, sha256, null);
            }
            catch (ImagingException e) when (e.File == path)
            {
                // Of another file it tells that the imaging library is missing, which is no fault of the image.
                return Bad(size, modified, sha256, e.Reason);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var absent = e is FileNotFoundException or DirectoryNotFoundException;
            return Bad(0, 0, "", absent ? "no such file" : $"cannot be read ({e.Message})");
        }
    }

    /// <summary>Whether the file is still as it was, and what is stored makes sense.</summary>
    public bool StillHolds(FileInfo file) => file.Exists && file.Length == Bytes && file.LastWriteTimeUtc.Ticks == Modified && IsGood;

    /// <summary>Whether the image is usable; false as well for what cannot have been stored by this program.</summary>
    [JsonIgnore]
    public bool IsGood =>
        Fault is null
        && Sha256 is { Length: 64 }
        && Width is >= SmallestSide and <= Image.MaxSide
        && Height is >= SmallestSide and <= Image.MaxSide;

    private static ImageVerdict Bad(long size, long modified, string sha256, string fault) => new(size, modified, 0, 0, sha256, fault);
}
