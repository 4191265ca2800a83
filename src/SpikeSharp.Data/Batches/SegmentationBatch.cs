namespace SpikeSharp.Data.Batches;

/// <summary>A batch of images and the classes of their pixels.</summary>
public sealed class SegmentationBatch : ImageBatch
{
    private readonly byte[] _masks;

    internal SegmentationBatch(int count, int height, int width, int channels)
        : base(count, height, width, channels)
    {
        _masks = new byte[checked(count * height * width)];
        Originals = new byte[count][];
    }

    /// <summary>Classes, [N, H, W]; 255 for pixels in none.</summary>
    public ReadOnlySpan<byte> Masks => _masks;

    /// <summary>For each image of a validation the classes of its own pixels, in the size of its file; of a training batch null.</summary>
    public byte[]?[] Originals { get; }

    /// <summary>The classes of one image, [H, W].</summary>
    /// <param name="index">0…<see cref="ImageBatch.Count"/> − 1.</param>
    public ReadOnlySpan<byte> Mask(int index) => Target(index);

    internal Span<byte> Target(int index) => _masks.AsSpan(index * Height * Width, Height * Width);
}
