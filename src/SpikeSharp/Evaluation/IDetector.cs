namespace SpikeSharp.Evaluation;

/// <summary>A network that finds objects: the trained model, or a compiled graph.</summary>
public interface IDetector : IDisposable
{
    /// <summary>Class names, by class.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Side in pixels the network was trained at.</summary>
    int ImageSize { get; }

    /// <summary>Boxes and class probabilities at every anchor.</summary>
    /// <param name="pixels">Planar RGB bytes [N, 3, H, W].</param>
    /// <param name="count">N.</param>
    /// <param name="height">H, a multiple of 32.</param>
    /// <param name="width">W, a multiple of 32.</param>
    /// <returns>For each image [4 + classes, anchors]: centre, width and height in pixels, then probabilities.</returns>
    float[][] Predict(ReadOnlySpan<byte> pixels, int count, int height, int width);
}
