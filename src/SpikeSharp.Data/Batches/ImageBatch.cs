using System.Buffers;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Batches;

/// <summary>A batch of images of one shape, with what belongs to them; its pixels come from a pool and go back on disposal.</summary>
public abstract class ImageBatch : IDisposable
{
    private byte[]? _pixels;

    private protected ImageBatch(int count, int height, int width, int channels)
    {
        (Height, Width, Channels, Images) = (height, width, channels, new BatchImage[count]);
        _pixels = ArrayPool<byte>.Shared.Rent(checked(count * height * width * channels));
    }

    /// <summary>N, the number of images.</summary>
    public int Count => Images.Length;

    /// <summary>H, pixels.</summary>
    public int Height { get; }

    /// <summary>W, pixels.</summary>
    public int Width { get; }

    /// <summary>Channels: three for RGB.</summary>
    public int Channels { get; }

    /// <summary>The pictures' bytes. Not to be kept beyond disposal.</summary>
    /// <exception cref="ObjectDisposedException">The batch is disposed.</exception>
    public PixelBatch Pixels => new(Buffer, Count, Height, Width, Channels);

    /// <summary>The images, [N]. A training image names the first of its mosaic, with gains 1 and pads 0.</summary>
    public BatchImage[] Images { get; }

    private Span<byte> Buffer => _pixels ?? throw new ObjectDisposedException(GetType().Name);

    /// <summary>Gives the pixels back to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
        GC.SuppressFinalize(this);
    }

    /// <summary>One of the images, as a picture of its own.</summary>
    /// <param name="index">0…<see cref="Count"/> − 1.</param>
    public Image Picture(int index) => new(Width, Height, Pixels[index].ToArray(), Channels);

    internal void Put(int index, BatchImage source, Image image)
    {
        Images[index] = source;
        image.Pixels.CopyTo(Buffer[(index * Height * Width * Channels)..]);
    }
}
