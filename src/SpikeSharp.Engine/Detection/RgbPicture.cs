namespace SpikeSharp.Engine.Detection;

/// <summary>A picture as plain bytes.</summary>
/// <param name="Rgb">[height, width, 3], a byte a colour.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public readonly record struct RgbPicture(ReadOnlyMemory<byte> Rgb, int Width, int Height);
