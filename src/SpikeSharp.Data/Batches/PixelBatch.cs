namespace SpikeSharp.Data.Batches;

/// <summary>The bytes of pictures of one shape, [N, H, W, C], as a network takes them.</summary>
/// <param name="bytes">[N, H, W, C], or more than that.</param>
/// <param name="count">N.</param>
/// <param name="height">H in pixels.</param>
/// <param name="width">W in pixels.</param>
/// <param name="channels">C: three for RGB.</param>
public readonly ref struct PixelBatch(ReadOnlySpan<byte> bytes, int count, int height, int width, int channels)
{
    /// <summary>[N, H, W, C], a byte a channel.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes[..checked(count * height * width * channels)];

    /// <summary>N.</summary>
    public int Count { get; } = count;

    /// <summary>H in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>W in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>C.</summary>
    public int Channels { get; } = channels;

    /// <summary>One of the pictures, [H, W, C].</summary>
    /// <param name="index">0…N − 1.</param>
    public ReadOnlySpan<byte> this[int index] => Bytes.Slice(index * Height * Width * Channels, Height * Width * Channels);
}
