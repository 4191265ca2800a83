using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Imaging.Formats;

namespace SpikeSharp.Imaging;

/// <summary>
/// A picture of whole numbers, one a pixel, such as a segmentation mask. Rows are from the top; numbers are never blended and never turned
/// into colours.
/// </summary>
public sealed class ClassMap
{
    /// <summary>A map over numbers that exist already; they are not copied.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="values">[height, width], row-major.</param>
    /// <exception cref="ArgumentException">The array has another length, or a size is out of range.</exception>
    public ClassMap(int width, int height, ushort[] values)
    {
        if (!Image.Fits(width, height) || values.Length != width * height)
            throw new ArgumentException($"a {width}x{height} map does not have {values.Length} numbers", nameof(values));
        (Width, Height, Values) = (width, height, values);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>[Height, Width], row-major.</summary>
    public ushort[] Values { get; }

    /// <summary>The number of one pixel.</summary>
    /// <param name="x">Column, 0…Width−1.</param>
    /// <param name="y">Row, 0…Height−1.</param>
    public ushort this[int x, int y] => Values[y * Width + x];

    /// <summary>Reads a PNG of one channel: grey of 1 to 16 bits, or a palette, whose indices are the numbers.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImagingException">It is no such PNG, truncated, damaged or too large.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static ClassMap Load(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > Image.MaxFileBytes and var length })
            throw new ImagingException(path, $"the file has {length} bytes, images may have {Image.MaxFileBytes}");
        return Decode(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a PNG from memory; otherwise as <see cref="Load"/>.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="colours">The number that each colour stands for, for a PNG with colours; null refuses such.</param>
    public static ClassMap Decode(ReadOnlySpan<byte> bytes, string name, IReadOnlyDictionary<Rgb, ushort>? colours = null) =>
        OneChannelPng.Decode(bytes, name, colours);

    /// <summary>The map as a grey PNG, of 8 bits where all numbers fit, else of 16.</summary>
    public byte[] Encode() => OneChannelPng.Encode(this);

    /// <summary>Writes the map as a grey PNG. The file appears complete or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        var bytes = Encode();
        AtomicFile.Write(path, file => file.Write(bytes));
    }
}
