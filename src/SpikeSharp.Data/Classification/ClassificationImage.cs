namespace SpikeSharp.Data.Classification;

/// <summary>An image that decodes, and its class.</summary>
/// <param name="Path">The image file, absolute.</param>
/// <param name="Class">Its class, from 0.</param>
/// <param name="Width">Width in pixels, as shown.</param>
/// <param name="Height">Height in pixels, as shown.</param>
public sealed record ClassificationImage(string Path, int Class, int Width, int Height);
