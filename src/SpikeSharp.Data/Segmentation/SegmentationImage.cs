namespace SpikeSharp.Data.Segmentation;

/// <summary>An image that decodes, and the mask that belongs to it.</summary>
/// <param name="Path">The image file, absolute.</param>
/// <param name="MaskPath">The mask file, absolute; of the image's size.</param>
/// <param name="Width">Width in pixels, as shown.</param>
/// <param name="Height">Height in pixels, as shown.</param>
public sealed record SegmentationImage(string Path, string MaskPath, int Width, int Height);
