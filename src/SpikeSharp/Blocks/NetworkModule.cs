using SpikeSharp.Graph;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>A block of a network: it computes for training, and writes itself into a graph for everything after.</summary>
public abstract class NetworkModule : Module
{
    /// <summary>Adds the block to a graph in merged form, with its running statistics, and returns its output.</summary>
    public abstract GraphValue Emit(GraphBuilder g, GraphValue x);
}
