using SpikeSharp.Data.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Batches;

/// <summary>
/// Images with their long side resized to one length, the latest of them kept in memory: a mosaic's partners are images shown shortly
/// before, so each is decoded about once an epoch. What is kept changes the speed, never the result. Safe from several threads.
/// </summary>
internal sealed class ResizedImages(IReadOnlyList<DetectionImage> images, int side, int channels, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Lazy<Image>> _kept = [];
    private readonly Queue<int> _age = new();
    private long _bytes;

    /// <summary>The resized image; shared, so not to be changed.</summary>
    /// <exception cref="DataException">The file no longer decodes.</exception>
    public Image this[int index]
    {
        get
        {
            Lazy<Image>? image;
            lock (_gate)
            {
                if (!_kept.TryGetValue(index, out image))
                {
                    // Decoded outside the lock, by whoever asks first; others who want the same image wait for it.
                    _kept[index] = image = new(() => Resize(Load(images[index].Path, channels), side));
                    _age.Enqueue(index);
                    _bytes += SizeOf(index);
                    while (_bytes > maxBytes && _age.Count > 1)
                    {
                        var oldest = _age.Dequeue();
                        _kept.Remove(oldest);
                        _bytes -= SizeOf(oldest);
                    }
                }
            }
            return image.Value;
        }
    }

    /// <summary>Long side to <paramref name="side"/>, both rounded up, bilinear, enlarging too; itself if it fits.</summary>
    public static Image Resize(Image image, int side)
    {
        var (width, height) = SizeOf(image.Width, image.Height, side);
        return (width, height) == (image.Width, image.Height) ? image : Resampling.Resize(image, width, height);
    }

    private static (int Width, int Height) SizeOf(int width, int height, int side)
    {
        var longest = Math.Max(width, height);
        if (longest == side)
            return (width, height);
        var ratio = (double)side / longest;
        return (Math.Min((int)Math.Ceiling(width * ratio), side), Math.Min((int)Math.Ceiling(height * ratio), side));
    }

    private long SizeOf(int index)
    {
        var (width, height) = SizeOf(images[index].Width, images[index].Height, side);
        return (long)channels * width * height;
    }

    /// <summary>Decodes a file that decoded when the data set was checked.</summary>
    public static Image Load(string path, int channels)
    {
        try
        {
            return Image.Load(path, channels);
        }
        catch (ImagingException e) when (e.File == path)
        {
            // The check looks at colours alone: of other channels it has not said that they are there.
            throw new DataException(
                path,
                null,
                channels is 1 or 3
                    ? $"no longer decodes, though it did when the data set was checked: {e.Reason}"
                    : $"is no picture of {channels} channels: {e.Reason}",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataException.NotFound(path, $"is gone since the data set was checked ({e.Message})", e);
        }
    }
}
