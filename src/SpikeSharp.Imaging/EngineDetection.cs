using SpikeSharp.Engine;
using SpikeSharp.Engine.Detection;

namespace SpikeSharp.Imaging;

/// <summary>Images for the engine, which by itself knows only bytes.</summary>
public static class EngineDetection
{
    /// <summary>Finds the objects of an image of any size.</summary>
    /// <param name="engine">The network.</param>
    /// <param name="image">The image.</param>
    /// <param name="options">How to look; the usual way unless told.</param>
    /// <param name="cancel">Ends the run between two layers.</param>
    /// <exception cref="Graph.GraphException">The graph has no detection head.</exception>
    public static DetectionResult Detect(
        this SpikeEngine engine,
        Image image,
        DetectOptions? options = null,
        CancellationToken cancel = default
    ) => engine.Detect(image.Pixels, image.Width, image.Height, options, cancel);

    /// <summary>Finds the objects of many images, as many at once as the engine has threads.</summary>
    /// <param name="engine">The network.</param>
    /// <param name="images">Of any sizes.</param>
    /// <param name="options">How to look; the usual way unless told.</param>
    /// <param name="cancel">Ends the runs between two layers.</param>
    /// <exception cref="Graph.GraphException">The graph has no detection head.</exception>
    public static IReadOnlyList<DetectionResult> Detect(
        this SpikeEngine engine,
        IReadOnlyList<Image> images,
        DetectOptions? options = null,
        CancellationToken cancel = default
    ) => engine.Detect([.. images.Select(image => new Graph.Picture(image.Pixels, image.Width, image.Height))], options, cancel);
}
