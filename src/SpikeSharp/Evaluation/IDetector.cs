using SpikeSharp.Data.Batches;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Imaging;

namespace SpikeSharp.Evaluation;

/// <summary>A network that finds objects: the trained model, or a compiled graph.</summary>
public interface IDetector : IDisposable
{
    /// <summary>Class names, by class.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Side in pixels the network was trained at.</summary>
    int ImageSize { get; }

    /// <summary>What pictures it takes.</summary>
    Input Input { get; }

    /// <summary>Boxes and class probabilities at every anchor.</summary>
    /// <param name="pictures">Of the network's channels; both sides multiples of its largest stride.</param>
    /// <returns>For each picture [4 + classes, anchors]: centre, width and height in pixels, then probabilities.</returns>
    float[][] Predict(PixelBatch pictures);

    /// <summary>Finds the objects of pictures of any sizes.</summary>
    /// <param name="pictures">Of the network's channels.</param>
    /// <param name="options">How to look.</param>
    /// <param name="cancel">Ends it between two pictures, or two batches of one shape.</param>
    /// <returns>One a picture, in their order.</returns>
    IReadOnlyList<DetectionResult> Detect(IReadOnlyList<Image> pictures, DetectOptions options, CancellationToken cancel = default);
}
