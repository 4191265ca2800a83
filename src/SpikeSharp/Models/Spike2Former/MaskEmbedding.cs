using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Classes and masks of the queries: class embedding and Spike-driven Mask Embedding (docs/spec/spike2former.md 4.5).</summary>
internal sealed class MaskEmbedding
{
    /// <summary>α, whatever D is.</summary>
    public const double Alpha = 4;

    private readonly Weights _place;
    private readonly Neurons.Neuron _spike,
        _spike1,
        _spike2,
        _spike3;
    private readonly Torch.Modules.Convolution _classes,
        _fc1,
        _fc2,
        _fcOut;
    private readonly Torch.Modules.Convolution? _shortcut;
    private readonly BatchNorm? _shortcutNorm;
    private readonly Tensor? _weight;
    private readonly bool _ofMembranes;

    /// <summary>
    /// Asks for <c>w</c>, <c>cls_embed.*</c>, <c>mask_embed.*</c>, <c>shortcut_conv.*</c>, of the shortcut what is not ablated.
    /// </summary>
    public MaskEmbedding(Weights w, SpikingContext context, int channels, int queries, int classes, Ablation ablation = Ablation.None)
    {
        _place = w;
        _ofMembranes = ablation.HasFlag(Ablation.MembraneShortcut);
        if (!ablation.HasFlag(Ablation.NoShortcut))
            _weight = w.Constant("w", [1], 1, TensorRole.Weight);
        // The last one is "no object".
        _classes = new Torch.Modules.Convolution(w / "cls_embed", channels, classes + 1, 1, bias: true, rank: 2);
        _fc1 = new Torch.Modules.Convolution(w / "mask_embed" / "fc1", channels, channels, 1, rank: 2);
        _fc2 = new Torch.Modules.Convolution(w / "mask_embed" / "fc2", channels, channels, 1, rank: 2);
        _fcOut = new Torch.Modules.Convolution(w / "mask_embed" / "fc_out", channels, channels, 1, bias: true, rank: 2);
        if ((ablation & (Ablation.NoShortcut | Ablation.PlainShortcut | Ablation.MembraneShortcut)) == Ablation.None)
        {
            // over the queries, alike for all channels
            _shortcut = new Torch.Modules.Convolution(w / "shortcut_conv" / 0, queries, queries, 1, rank: 3);
            _shortcutNorm = context.Norm(w / "shortcut_conv" / 1, queries);
        }
        (_spike, _spike1) = (context.NeuronAt(w / "cls_embed_spike"), context.NeuronAt(w / "mask_embed" / "spike1"));
        (_spike2, _spike3) = (context.NeuronAt(w / "mask_embed" / "spike2"), context.NeuronAt(w / "mask_embed" / "spike3"));
        Initialise.Normal(_classes);
        Initialise.Normal(_fcOut);
    }

    /// <summary>Class logits [M, Q, K + 1] and the spikes ζ of the masks [M, Q, C], times α.</summary>
    /// <param name="queries">[M, C, 1, Q].</param>
    public (Tensor Classes, Tensor Masks) Forward(Tensor queries)
    {
        var membranes = queries.Sigmoid();
        var e = _spike.Call(membranes) * Alpha;
        var z = _fcOut.Call(_spike2.Call(_fc2.Call(_spike1.Call(_fc1.Call(e)) * Alpha)) * Alpha);
        var h = _ofMembranes ? membranes : e;
        if (_shortcut is not null)
            h = _shortcutNorm!.Call(_shortcut.Call(e.Transpose(1, 3))).Transpose(1, 3); // [M, Q, 1, C] and back
        var masks = _spike3.Call(_weight is null ? z : z + _weight * h) * Alpha;
        return (ByQuery(_classes.Call(e)), ByQuery(masks));
    }

    /// <summary>Adds class logits [K + 1, 1, Q] and mask logits [Q, h, w] to a graph.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="queries">[C, 1, Q].</param>
    /// <param name="maskFeature">[C, h, w].</param>
    public (GraphValue Classes, GraphValue Masks) Emit(GraphBuilder g, GraphValue queries, GraphValue maskFeature)
    {
        var membranes = g.Add((_place / "cls_embed_sigmoid").Path, new Graph.Operations.Activation(ActivationKind.Sigmoid), queries);
        var e = _spike.Emit(g, membranes);
        var z = _spike1.Emit(g, MergedConvolution.Of(_fc1).Behind(_spike, Alpha).Emit(g, (_place / "mask_embed" / "fc1").Path, e));
        z = _spike2.Emit(g, MergedConvolution.Of(_fc2).Behind(_spike1, Alpha).Emit(g, (_place / "mask_embed" / "fc2").Path, z));
        z = MergedConvolution.Of(_fcOut).Behind(_spike2, Alpha).Emit(g, (_place / "mask_embed" / "fc_out").Path, z);
        var spikes = _spike3.Emit(
            g,
            _weight is null ? z : g.Add((_place / "mask_embed" / "add").Path, z, EmitShortcut(g, _ofMembranes ? membranes : e, _weight))
        );
        return (
            MergedConvolution.Of(_classes).Behind(_spike, Alpha).Emit(g, (_place / "cls_embed").Path, e),
            g.Add((_place / "masks").Path, new MaskProduct((float)(Alpha * _spike3.Options.Quantum)), spikes, maskFeature)
        );
    }

    private GraphValue EmitShortcut(GraphBuilder g, GraphValue of, Tensor weight)
    {
        var (channels, count) = (of.Shape.Channels, of.Shape.Width);
        if (_shortcut is null)
        {
            var factor = (float)(weight.Detach().Item() * (_ofMembranes ? 1 : Alpha * _spike.Options.Quantum));
            return g.Add(
                (_place / "shortcut").Path,
                new Affine(
                    new WeightTensor([channels], [.. Enumerable.Repeat(factor, channels)]),
                    new WeightTensor([channels], new float[channels])
                ),
                of
            );
        }
        var h = MergedConvolution
            .Of(_shortcut)
            .Behind(_spike, Alpha)
            .Then(_shortcutNorm!)
            .Times(weight.Expand(count))
            .Emit(g, (_place / "shortcut_conv" / 0).Path, Tokens.EmitTurned(g, (_place / "shortcut_in").Path, of, count, channels));
        return Tokens.EmitTurned(g, (_place / "shortcut_out").Path, h, channels, count);
    }

    private static Tensor ByQuery(Tensor x) => x.Squeeze(2).Transpose(1, 2);
}
