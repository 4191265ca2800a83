using SpikeSharp.Blocks;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>The decoder's feed-forward part: SN → 1×1 → BN → SN → 1×1 → BN over the queries (spec/spike2former.md 4.2).</summary>
internal sealed class QueryFfn : NetworkModule
{
    private readonly Weights place;
    private readonly Neuron spike1, spike2;
    private readonly Convolution fc1, fc2;
    private readonly BatchNorm bn1, bn2;
    private readonly TokenLayout layout;

    /// <summary>Asks for <c>fc1.*</c>, <c>bn1.*</c>, <c>fc2.*</c>, <c>bn2.*</c>.</summary>
    public QueryFfn(Weights w, SpikingContext context, int channels, int hidden, TokenLayout layout)
    {
        (place, this.layout) = (w, layout);
        (spike1, spike2) = (context.NeuronAt(w / "spike1"), context.NeuronAt(w / "spike2"));
        (fc1, fc2) = (new Convolution(w / "fc1", channels, hidden, 1, bias: true, rank: 3), new Convolution(w / "fc2", hidden, channels, 1, bias: true, rank: 3));
        (bn1, bn2) = (context.Norm(w / "bn1", hidden), context.Norm(w / "bn2", channels));
        Initialise.XavierUniform(fc1.Weight);
        Initialise.XavierUniform(fc2.Weight);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = bn1.Call(fc1.Call(Tokens.FromLast(spike1.Call(x), layout)));
        return Tokens.ToLast(bn2.Call(fc2.Call(spike2.Call(x))), layout);
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        var spikes = Tokens.EmitFromLast(g, (place / "fc1_tokens").Path, spike1.Emit(g, x), layout);
        x = MergedConvolution.Of(fc1).Behind(spike1).Then(bn1).Emit(g, (place / "fc1").Path, spikes);
        x = MergedConvolution.Of(fc2).Behind(spike2).Then(bn2).Emit(g, (place / "fc2").Path, spike2.Emit(g, x));
        return Tokens.EmitToLast(g, (place / "fc2_tokens").Path, x, layout);
    }
}
