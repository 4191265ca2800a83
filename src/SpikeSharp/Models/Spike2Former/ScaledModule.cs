using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Torch;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>A block that ends in a convolution and its normalisation, so that a factor for each channel folds into it.</summary>
internal abstract class ScaledModule : NetworkModule
{
    /// <summary>Adds the block to a graph, its results times a factor for each channel.</summary>
    public abstract GraphValue EmitTimes(GraphBuilder g, GraphValue x, Tensor factors);
}
