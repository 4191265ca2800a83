using System.Buffers;
using System.Runtime.InteropServices;
using SpikeSharp.Data.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Batches;

/// <summary>A batch of images and their objects; its pixels come from a pool and go back on disposal.</summary>
public sealed class DetectionBatch : IDisposable
{
    private readonly List<int> imageIndex = [];
    private readonly List<int> classes = [];
    private readonly List<float> boxes = [];
    private byte[]? pixels;

    internal DetectionBatch(int count, int height, int width)
    {
        (Height, Width, Images) = (height, width, new BatchImage[count]);
        pixels = ArrayPool<byte>.Shared.Rent(checked(count * 3 * height * width));
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

    /// <summary>For each object, the image in the batch it is on, ascending; [M].</summary>
    public ReadOnlySpan<int> ImageIndex => CollectionsMarshal.AsSpan(imageIndex);

    /// <summary>For each object its class, from 0; [M].</summary>
    public ReadOnlySpan<int> Class => CollectionsMarshal.AsSpan(classes);

    /// <summary>For each object centre x, centre y, width, height as shares of W and H; [M, 4].</summary>
    public ReadOnlySpan<float> XywhNormalised => CollectionsMarshal.AsSpan(boxes);

    private Span<byte> Buffer => pixels is { } rented
        ? rented.AsSpan(0, Count * 3 * Height * Width)
        : throw new ObjectDisposedException(nameof(DetectionBatch));

    /// <summary>The box of an object in the pixels of its file: the ground truth that detections are compared with.</summary>
    /// <param name="item">The object, 0…M−1.</param>
    /// <returns>Edges, clipped to the image.</returns>
    public (float X1, float Y1, float X2, float Y2) OriginalBox(int item)
    {
        var box = XywhNormalised.Slice(4 * item, 4);
        var (x, y, w, h) = (box[0] * Width, box[1] * Height, box[2] * Width / 2, box[3] * Height / 2);
        return Images[imageIndex[item]].ToOriginal(x - w, y - h, x + w, y + h);
    }

    /// <summary>Gives the pixels back to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref pixels, null) is { } rented) ArrayPool<byte>.Shared.Return(rented);
    }

    internal void Put(int index, BatchImage source, Image image)
    {
        var size = 3 * Height * Width;
        Images[index] = source;
        Resampling.ToPlanes(image, Buffer.Slice(index * size, size));
    }

    internal void Add(int index, ObjectLabel label)
    {
        imageIndex.Add(index);
        classes.Add(label.Class);
        boxes.AddRange([label.X, label.Y, label.Width, label.Height]);
    }
}
