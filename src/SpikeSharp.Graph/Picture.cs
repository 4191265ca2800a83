namespace SpikeSharp.Graph;

/// <summary>A picture as plain bytes, rows from the top, the channels of a pixel side by side.</summary>
/// <param name="Pixels">[height, width, channels], a byte a channel: red, green, blue where there are three.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public readonly record struct Picture(ReadOnlyMemory<byte> Pixels, int Width, int Height);
