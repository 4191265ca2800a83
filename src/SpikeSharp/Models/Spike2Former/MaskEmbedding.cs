using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Classes and masks of the queries: class embedding and Spike-driven Mask Embedding (spec/spike2former.md 4.5).</summary>
internal sealed class MaskEmbedding
{
    /// <summary>α, whatever D is.</summary>
    public const double Alpha = 4;

    private readonly Weights place;
    private readonly Neurons.Neuron spike, spike1, spike2, spike3;
    private readonly Torch.Modules.Convolution classes, fc1, fc2, fcOut;
    private readonly Torch.Modules.Convolution? shortcut;
    private readonly BatchNorm? shortcutNorm;
    private readonly Tensor? weight;
    private readonly bool ofMembranes;

    /// <summary>Asks for <c>w</c>, <c>cls_embed.*</c>, <c>mask_embed.*</c>, <c>shortcut_conv.*</c>, of the shortcut what is not ablated.</summary>
    public MaskEmbedding(Weights w, SpikingContext context, int channels, int queries, int classes, Ablation ablation = Ablation.None)
    {
        place = w;
        ofMembranes = ablation.HasFlag(Ablation.MembraneShortcut);
        if (!ablation.HasFlag(Ablation.NoShortcut)) weight = w.Constant("w", [1], 1, TensorRole.Weight);
        this.classes = new Torch.Modules.Convolution(w / "cls_embed", channels, classes + 1, 1, bias: true, rank: 2);         // the last one is "no object"
        fc1 = new Torch.Modules.Convolution(w / "mask_embed" / "fc1", channels, channels, 1, rank: 2);
        fc2 = new Torch.Modules.Convolution(w / "mask_embed" / "fc2", channels, channels, 1, rank: 2);
        fcOut = new Torch.Modules.Convolution(w / "mask_embed" / "fc_out", channels, channels, 1, bias: true, rank: 2);
        if ((ablation & (Ablation.NoShortcut | Ablation.PlainShortcut | Ablation.MembraneShortcut)) == Ablation.None)
        {
            shortcut = new Torch.Modules.Convolution(w / "shortcut_conv" / 0, queries, queries, 1, rank: 3);                  // over the queries, alike for all channels
            shortcutNorm = context.Norm(w / "shortcut_conv" / 1, queries);
        }
        (spike, spike1) = (context.NeuronAt(w / "cls_embed_spike"), context.NeuronAt(w / "mask_embed" / "spike1"));
        (spike2, spike3) = (context.NeuronAt(w / "mask_embed" / "spike2"), context.NeuronAt(w / "mask_embed" / "spike3"));
        Initialise.Normal(this.classes);
        Initialise.Normal(fcOut);
    }

    /// <summary>Class logits [M, Q, K + 1] and the spikes ζ of the masks [M, Q, C], times α.</summary>
    /// <param name="queries">[M, C, 1, Q].</param>
    public (Tensor Classes, Tensor Masks) Forward(Tensor queries)
    {
        var membranes = queries.Sigmoid();
        var e = spike.Call(membranes) * Alpha;
        var z = fcOut.Call(spike2.Call(fc2.Call(spike1.Call(fc1.Call(e)) * Alpha)) * Alpha);
        var h = ofMembranes ? membranes : e;
        if (shortcut is not null) h = shortcutNorm!.Call(shortcut.Call(e.Transpose(1, 3))).Transpose(1, 3);     // [M, Q, 1, C] and back
        var masks = spike3.Call(weight is null ? z : z + weight * h) * Alpha;
        return (ByQuery(classes.Call(e)), ByQuery(masks));
    }

    /// <summary>Adds class logits [K + 1, 1, Q] and mask logits [Q, h, w] to a graph.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="queries">[C, 1, Q].</param>
    /// <param name="maskFeature">[C, h, w].</param>
    public (GraphValue Classes, GraphValue Masks) Emit(GraphBuilder g, GraphValue queries, GraphValue maskFeature)
    {
        var membranes = g.Add((place / "cls_embed_sigmoid").Path, new Activation(ActivationKind.Sigmoid), queries);
        var e = spike.Emit(g, membranes);
        var z = spike1.Emit(g, MergedConvolution.Of(fc1).Behind(spike, Alpha).Emit(g, (place / "mask_embed" / "fc1").Path, e));
        z = spike2.Emit(g, MergedConvolution.Of(fc2).Behind(spike1, Alpha).Emit(g, (place / "mask_embed" / "fc2").Path, z));
        z = MergedConvolution.Of(fcOut).Behind(spike2, Alpha).Emit(g, (place / "mask_embed" / "fc_out").Path, z);
        var spikes = spike3.Emit(g, weight is null ? z : g.Add((place / "mask_embed" / "add").Path, z, EmitShortcut(g, ofMembranes ? membranes : e, weight)));
        return (MergedConvolution.Of(classes).Behind(spike, Alpha).Emit(g, (place / "cls_embed").Path, e),
            g.Add((place / "masks").Path, new MaskProduct((float)(Alpha * spike3.Options.Quantum)), spikes, maskFeature));
    }

    private GraphValue EmitShortcut(GraphBuilder g, GraphValue of, Tensor weight)
    {
        var (channels, count) = (of.Shape.Channels, of.Shape.Width);
        if (shortcut is null)
        {
            var factor = (float)(weight.Detach().Item() * (ofMembranes ? 1 : Alpha * spike.Options.Quantum));
            return g.Add((place / "shortcut").Path, new Affine(new WeightTensor([channels], [.. Enumerable.Repeat(factor, channels)]), new WeightTensor([channels], new float[channels])), of);
        }
        var h = MergedConvolution.Of(shortcut).Behind(spike, Alpha).Then(shortcutNorm!).Times(weight.Expand(count))
            .Emit(g, (place / "shortcut_conv" / 0).Path, Tokens.EmitTurned(g, (place / "shortcut_in").Path, of, count, channels));
        return Tokens.EmitTurned(g, (place / "shortcut_out").Path, h, channels, count);
    }

    private static Tensor ByQuery(Tensor x) => x.Squeeze(2).Transpose(1, 2);
}
