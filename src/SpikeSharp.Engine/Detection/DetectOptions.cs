using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Engine.Detection;

/// <summary>
/// How <see cref="SpikeEngine.Detect(ReadOnlySpan{byte}, int, int, DetectOptions?, CancellationToken)"/> looks at a picture.
/// </summary>
public sealed record DetectOptions
{
    /// <summary>Confidence, overlap, classes, most detections.</summary>
    public SuppressionOptions Suppression { get; init; } = new();

    /// <summary>
    /// Longer side of the network's input in pixels, rounded up to the network's stride; the one it was trained at unless told.
    /// </summary>
    public int? ImageSize { get; init; }

    /// <summary>The smallest rectangle that holds the picture, instead of a square.</summary>
    public bool Rectangular { get; init; } = true;

    /// <summary>Count how often the neurons fire; costs a few per cent.</summary>
    public bool FiringRates { get; init; }
}
