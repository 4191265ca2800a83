using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph;

/// <summary>
/// One input of a network, float32 [frames, C, H, W]: a picture is one frame for all time steps, a recording has one for each.
/// </summary>
public sealed class InputTensor
{
    private readonly float[] _values;

    /// <summary>A picture: one frame. Takes the numbers over; the caller does not change them afterwards.</summary>
    /// <exception cref="GraphException">Sizes and count disagree, or a number is not finite.</exception>
    public InputTensor(int channels, int height, int width, float[] values)
        : this(1, channels, height, width, values) { }

    /// <summary>Some frames. Takes the numbers over; the caller does not change them afterwards.</summary>
    /// <param name="frames">One, or the network's time steps T.</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H in pixels.</param>
    /// <param name="width">W in pixels.</param>
    /// <param name="values">[frames, C, H, W], row-major, in the network's range of values.</param>
    /// <exception cref="GraphException">Sizes and count disagree, or a number is not finite.</exception>
    public InputTensor(int frames, int channels, int height, int width, float[] values)
    {
        if (frames < 1 || channels < 1 || height < 1 || width < 1 || (Int128)frames * channels * height * width != values.Length)
            throw new GraphException(
                $"an input of {(frames == 1 ? "" : $"{frames} frames of ")}{channels}×{height}×{width} does not have "
                    + $"{values.Length} numbers"
            );
        var bad = Array.FindIndex(values, v => !float.IsFinite(v));
        if (bad >= 0)
            throw new GraphException($"the input is not finite at position {bad}");
        (Frames, Channels, Height, Width, _values) = (frames, channels, height, width, values);
    }

    /// <summary>A picture of bytes as the numbers that a network wants for them.</summary>
    /// <param name="pixels">[H, W, C], a byte a channel, C as many as the network wants.</param>
    /// <param name="height">H in pixels.</param>
    /// <param name="width">W in pixels.</param>
    /// <param name="wanted">The network's input: channels and range of values.</param>
    /// <exception cref="GraphException">There are not H·W·C bytes.</exception>
    public static InputTensor OfPixels(ReadOnlySpan<byte> pixels, int height, int width, Input wanted)
    {
        var (channels, plane) = (wanted.Channels, height * width);
        if (height < 1 || width < 1 || (Int128)channels * height * width != pixels.Length)
            throw new GraphException($"{pixels.Length} bytes are not a picture of {width}×{height} pixels of {channels} channels");
        var (levels, values) = (wanted.Range.Levels(), new float[pixels.Length]);
        for (var i = 0; i < plane; i++)
        {
            for (var c = 0; c < channels; c++)
                values[c * plane + i] = levels[pixels[i * channels + c]];
        }
        return new InputTensor(channels, height, width, values);
    }

    /// <summary>One for all time steps, or one for each.</summary>
    public int Frames { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>H in pixels.</summary>
    public int Height { get; }

    /// <summary>W in pixels.</summary>
    public int Width { get; }

    /// <summary>The numbers, [Frames, C, H, W], row-major.</summary>
    public ReadOnlySpan<float> Values => _values;
}
