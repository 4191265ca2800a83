using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>An activation at its place in an ordinary network.</summary>
/// <param name="place">Where it stands.</param>
/// <param name="activation">Which.</param>
public sealed class ActivationLayer(Weights place, Activation activation) : NetworkModule
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => activation == Activation.ReLU ? x.Relu() : x.SiLU();

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => EmitAs(g, x, place);

    /// <summary>Adds it to a graph for one part of its channels.</summary>
    public GraphValue EmitPart(GraphBuilder g, GraphValue x, int part) => EmitAs(g, x, place / part);

    private GraphValue EmitAs(GraphBuilder g, GraphValue x, Weights at) =>
        activation == Activation.ReLU
            ? g.Neuron(at.Path, x, new Relu())
            : g.Add(at.Path, new Graph.Operations.Activation(ActivationKind.SiLU), x);
}
