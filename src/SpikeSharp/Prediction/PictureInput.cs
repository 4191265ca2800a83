using SpikeSharp.Checkpoints;
using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Imaging;
using SpikeSharp.Models;

namespace SpikeSharp.Prediction;

/// <summary>
/// How pictures become what a graph sees: letterboxed for detectors, in their own shape for segmenters, cropped for classifiers.
/// </summary>
/// <param name="Side">Side of the square, or the long side, in pixels.</param>
/// <param name="Task">What the network does.</param>
/// <param name="Wanted">What the network takes.</param>
/// <param name="Step">Both sides are multiples of this.</param>
public sealed record PictureInput(int Side, VisionTask Task, Input Wanted, int Step = 32)
{
    /// <summary>The input of a graph, as far as it tells.</summary>
    /// <param name="graph">Compiled, converted or imported.</param>
    /// <param name="side">In pixels.</param>
    public static PictureInput Of(SpikeGraph graph, int side)
    {
        var description = graph.Info.Metadata.TryGetValue(Checkpoint.ModelKey, out var text)
            ? ModelDescription.FromJson(text, graph.Info.Name)
            : null;
        return new PictureInput(side, ModelSource.TaskOf(graph, description), Input.Of(graph).Input, description?.Options.SizeStep ?? 32);
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImagingException">The file is damaged.</exception>
    /// <exception cref="GraphException">The network wants a frame for each time step, which a picture does not have.</exception>
    public InputTensor Load(string path)
    {
        Wanted.RequirePicture();
        var image = Image.Load(path, Wanted.Channels);
        switch (Task)
        {
            case VisionTask.Segment:
                var shape = PictureShape.Of(image.Width, image.Height, Side, Step);
                return NetworkInput.Of(Resampling.Resize(image, shape.Width, shape.Height), Wanted);
            case VisionTask.Classify:
                var square = new Image(Side, Side, Wanted.Channels);
                CentreCrop.Apply(image, square);
                return NetworkInput.Of(square, Wanted);
            default:
                return NetworkInput.Of(Resampling.Fit(image, new(Side, Side)), Wanted);
        }
    }
}
