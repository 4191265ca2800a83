namespace SpikeSharp.Graph;

/// <summary>One input of a network: [C, H, W] as float32, for pictures RGB from 0 to 1.</summary>
public sealed class ImageTensor
{
    private readonly float[] _values;

    /// <summary>Takes the numbers over; the caller does not change them afterwards.</summary>
    /// <exception cref="GraphException">Sizes and count disagree, or a number is not finite.</exception>
    public ImageTensor(int channels, int height, int width, float[] values)
    {
        if (channels < 1 || height < 1 || width < 1 || (Int128)channels * height * width != values.Length)
            throw new GraphException($"an image of {channels}×{height}×{width} does not have {values.Length} numbers");
        var bad = Array.FindIndex(values, v => !float.IsFinite(v));
        if (bad >= 0)
            throw new GraphException($"the image is not finite at position {bad}");
        (Channels, Height, Width, _values) = (channels, height, width, values);
    }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>H in pixels.</summary>
    public int Height { get; }

    /// <summary>W in pixels.</summary>
    public int Width { get; }

    /// <summary>The numbers, row-major.</summary>
    public ReadOnlySpan<float> Values => _values;
}
