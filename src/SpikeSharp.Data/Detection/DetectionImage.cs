namespace SpikeSharp.Data.Detection;

/// <summary>An image that decodes, and its objects.</summary>
/// <param name="Path">The image file, absolute.</param>
/// <param name="Width">Width in pixels, as shown (after the EXIF orientation).</param>
/// <param name="Height">Height in pixels, as shown.</param>
/// <param name="Labels">Its objects; empty for a background image.</param>
public sealed record DetectionImage(string Path, int Width, int Height, IReadOnlyList<ObjectLabel> Labels);
