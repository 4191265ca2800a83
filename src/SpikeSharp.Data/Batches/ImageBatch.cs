using System.Buffers;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Batches;

/// <summary>A batch of images of one shape, with what belongs to them; its pixels come from a pool and go back on disposal.</summary>
public abstract class ImageBatch : IDisposable
{
    private byte[]? _pixels;

    private protected ImageBatch(int count, int height, int width)
    {
        (Height, Width, Images) = (height, width, new BatchImage[count]);
        _pixels = ArrayPool<byte>.Shared.Rent(checked(count * 3 * height * width));
    }

    /// <summary>N, the number of images.</summary>
    public int Count => Images.Length;

    /// <summary>H, pixels.</summary>
    public int Height { get; }

    /// <summary>W, pixels.</summary>
    public int Width { get; }

    /// <summary>Planar RGB, [N, 3, H, W], 0…255. Not to be kept beyond disposal.</summary>
    /// <exception cref="ObjectDisposedException">The batch is disposed.</exception>
    public ReadOnlySpan<byte> Pixels => Buffer;

    /// <summary>The images, [N]. A training image names the first of its mosaic, with gains 1 and pads 0.</summary>
    public BatchImage[] Images { get; }

    private Span<byte> Buffer =>
        _pixels is { } rented ? rented.AsSpan(0, Count * 3 * Height * Width) : throw new ObjectDisposedException(GetType().Name);

    /// <summary>Gives the pixels back to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
        GC.SuppressFinalize(this);
    }

    /// <summary>One of the images, as a picture of its own.</summary>
    /// <param name="index">0…<see cref="Count"/> − 1.</param>
    public Image Picture(int index)
    {
        var (image, size) = (new Image(Width, Height), Width * Height);
        var planes = Pixels.Slice(3 * size * index, 3 * size);
        var target = image.Pixels;
        for (var i = 0; i < size; i++)
            (target[3 * i], target[3 * i + 1], target[3 * i + 2]) = (planes[i], planes[size + i], planes[2 * size + i]);
        return image;
    }

    internal void Put(int index, BatchImage source, Image image)
    {
        var size = 3 * Height * Width;
        Images[index] = source;
        Resampling.ToPlanes(image, Buffer.Slice(index * size, size));
    }
}
