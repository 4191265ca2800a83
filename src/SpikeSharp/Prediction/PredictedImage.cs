using SpikeSharp.Engine.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Prediction;

/// <summary>What was found in a picture or in a frame of a video.</summary>
/// <param name="File">Where it comes from.</param>
/// <param name="Frame">Which frame; null for a picture.</param>
/// <param name="Picture">The pixels that the network was given; of a video valid until the next result is asked for.</param>
/// <param name="Result">The objects, in the file's own pixels, and how long it took.</param>
public sealed record PredictedImage(SourceFile File, VideoFrame? Frame, Image Picture, DetectionResult Result)
{
    /// <summary>By falling confidence.</summary>
    public IReadOnlyList<DetectedObject> Found => Result.Objects;
}
