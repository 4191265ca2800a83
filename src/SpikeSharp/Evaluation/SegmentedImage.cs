using SpikeSharp.Data.Batches;

namespace SpikeSharp.Evaluation;

/// <summary>What was found in an image of a segmentation set, and what is there.</summary>
/// <param name="Image">The image.</param>
/// <param name="Found">Class of every pixel of the file, [height, width].</param>
/// <param name="Truth">Likewise, 255 for pixels in no class.</param>
public sealed record SegmentedImage(BatchImage Image, byte[] Found, byte[] Truth);
