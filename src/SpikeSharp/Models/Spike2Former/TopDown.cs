using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>A step down a feature pyramid: a coarser map, resized bilinearly, and a finer one.</summary>
internal static class TopDown
{
    /// <summary>The coarser map at the finer one's size.</summary>
    public static Tensor Resize(Tensor coarser, Tensor finer) => Layers.UpsampleBilinear(coarser, finer.Size(2), finer.Size(3));

    /// <summary>The same in a graph.</summary>
    public static GraphValue EmitResize(GraphBuilder g, Weights place, GraphValue coarser, GraphValue finer) =>
        g.Add((place / "resize").Path, new ResizeLike(), coarser, finer);

    /// <summary>Their sum at the finer one's size.</summary>
    public static Tensor Add(Tensor coarser, Tensor finer) => finer + Resize(coarser, finer);

    /// <summary>The same in a graph.</summary>
    public static GraphValue EmitAdd(GraphBuilder g, Weights place, GraphValue coarser, GraphValue finer) =>
        g.Add((place / "add").Path, finer, EmitResize(g, place, coarser, finer));
}
