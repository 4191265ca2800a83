using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models;

/// <summary>A network of whatever task: it computes for training, and writes itself into a graph for everything after.</summary>
public abstract class Network : IDisposable
{
    /// <summary>Structure.</summary>
    public abstract NetworkOptions Options { get; }

    /// <summary>All parameters and buffers under the authors' names.</summary>
    public StateDict Weights { get; } = new();

    /// <summary>The neurons' shared options and observer; null for an ordinary network, which has none.</summary>
    public virtual SpikingContext? Context => null;

    /// <summary>T of the network's computation; 1 where there is no time.</summary>
    public virtual int TimeSteps => 1;

    /// <summary>
    /// Prefix of the names of the weights whose shapes depend on the class count; weights of another count are not taken over.
    /// </summary>
    public abstract string ClassBranches { get; }

    /// <summary>The raw maps of a batch: of a detector one a level, of other networks one, the scores of the classes.</summary>
    /// <param name="images">Float32 [B, C, H, W], or [B, T, C, H, W] where the input has frames; C and the range of values are the
    /// input's, H and W multiples of the options' step.</param>
    /// <exception cref="ShapeException">The images are of another shape.</exception>
    public abstract Tensor[] Forward(Tensor images);

    /// <summary>Scores of the classes, [B, classes, h, w], of a network that scores classes.</summary>
    /// <param name="maps">What <see cref="Forward"/> gave.</param>
    /// <param name="height">Of the images.</param>
    /// <param name="width">Of the images.</param>
    public virtual Tensor Scores(Tensor[] maps, long height, long width) => maps[0];

    /// <summary>Adds the network to a graph in merged form, with its running statistics.</summary>
    public abstract void Emit(GraphBuilder g);

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        Weights.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Refuses pictures, or recordings, of a shape that the network does not take.</summary>
    /// <exception cref="ShapeException">They are of such a shape.</exception>
    protected void Require(Tensor images)
    {
        var (step, channels, frames) = (Options.SizeStep, Options.Input.Channels, Options.Input.HasFrames);
        var shape = images.Shape;
        if (
            shape.Length != (frames ? 5 : 4)
            || (frames && shape[1] != TimeSteps)
            || shape[^3] != channels
            || shape[^2] % step != 0
            || shape[^1] % step != 0
            || shape[^2] == 0
            || shape[^1] == 0
        )
            throw new ShapeException(
                "image",
                $"[B, {(frames ? $"{TimeSteps}, " : "")}{channels}, H, W] with H and W multiples of {step}",
                images.ToString()
            );
    }
}
