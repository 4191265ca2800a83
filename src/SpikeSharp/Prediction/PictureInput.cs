using SpikeSharp.Checkpoints;
using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Graph;
using SpikeSharp.Imaging;
using SpikeSharp.Models;

namespace SpikeSharp.Prediction;

/// <summary>
/// How pictures become what a graph sees: letterboxed for detectors, in their own shape for segmenters, cropped for classifiers.
/// </summary>
/// <param name="Side">Side of the square, or the long side, in pixels.</param>
/// <param name="Task">What the network does.</param>
/// <param name="Step">Both sides are multiples of this.</param>
public sealed record PictureInput(int Side, VisionTask Task = VisionTask.Detect, int Step = 32)
{
    /// <summary>The input of a graph, as far as it tells.</summary>
    /// <param name="graph">Compiled, converted or imported.</param>
    /// <param name="side">In pixels.</param>
    public static PictureInput Of(SpikeGraph graph, int side)
    {
        var description = graph.Info.Metadata.TryGetValue(Checkpoint.ModelKey, out var text)
            ? ModelDescription.FromJson(text, graph.Info.Name)
            : null;
        return new PictureInput(side, ModelSource.TaskOf(graph, description), description?.Options.SizeStep ?? 32);
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImagingException">The file is damaged.</exception>
    public InputTensor Load(string path)
    {
        var image = Image.Load(path);
        switch (Task)
        {
            case VisionTask.Segment:
                var shape = PictureShape.Of(image.Width, image.Height, Side, Step);
                return NetworkInput.Of(Resampling.Resize(image, shape.Width, shape.Height));
            case VisionTask.Classify:
                var square = new Image(Side, Side);
                CentreCrop.Apply(image, square);
                return NetworkInput.Of(square);
            default:
                return NetworkInput.Of(Letterbox.Apply(image, new(Side, Side)).Image);
        }
    }
}
