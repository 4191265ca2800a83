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
    /// <param name="images">Float32 [B, 3, H, W], RGB, 0…1; H and W multiples of the options' step.</param>
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

    /// <summary>Refuses pictures of a shape that the network does not take.</summary>
    /// <exception cref="ShapeException">They are of such a shape.</exception>
    protected void Require(Tensor images)
    {
        var (_, channels, height, width) = images.Size4;
        if (channels != 3 || height % Options.SizeStep != 0 || width % Options.SizeStep != 0 || height == 0 || width == 0)
            throw new ShapeException("image", $"[B, 3, H, W] with H and W multiples of {Options.SizeStep}", images.ToString());
    }
}
