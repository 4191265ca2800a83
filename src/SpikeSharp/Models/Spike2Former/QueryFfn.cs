using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>The decoder's feed-forward part: SN → 1×1 → BN → SN → 1×1 → BN over the queries (docs/spec/spike2former.md 4.2).</summary>
internal sealed class QueryFfn : NetworkModule
{
    private readonly Weights _place;
    private readonly Neuron _spike1,
        _spike2;
    private readonly Convolution _fc1,
        _fc2;
    private readonly BatchNorm _bn1,
        _bn2;
    private readonly TokenLayout _layout;

    /// <summary>Asks for <c>fc1.*</c>, <c>bn1.*</c>, <c>fc2.*</c>, <c>bn2.*</c>.</summary>
    public QueryFfn(Weights w, SpikingContext context, int channels, int hidden, TokenLayout layout)
    {
        (_place, _layout) = (w, layout);
        (_spike1, _spike2) = (context.NeuronAt(w / "spike1"), context.NeuronAt(w / "spike2"));
        (_fc1, _fc2) = (
            new Convolution(w / "fc1", channels, hidden, 1, bias: true, rank: 3),
            new Convolution(w / "fc2", hidden, channels, 1, bias: true, rank: 3)
        );
        (_bn1, _bn2) = (context.Norm(w / "bn1", hidden), context.Norm(w / "bn2", channels));
        Initialise.XavierUniform(_fc1.Weight);
        Initialise.XavierUniform(_fc2.Weight);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = _bn1.Call(_fc1.Call(Tokens.FromLast(_spike1.Call(x), _layout)));
        return Tokens.ToLast(_bn2.Call(_fc2.Call(_spike2.Call(x))), _layout);
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        var spikes = Tokens.EmitFromLast(g, (_place / "fc1_tokens").Path, _spike1.Emit(g, x), _layout);
        x = MergedConvolution.Of(_fc1).Behind(_spike1).Then(_bn1).Emit(g, (_place / "fc1").Path, spikes);
        x = MergedConvolution.Of(_fc2).Behind(_spike2).Then(_bn2).Emit(g, (_place / "fc2").Path, _spike2.Emit(g, x));
        return Tokens.EmitToLast(g, (_place / "fc2_tokens").Path, x, _layout);
    }
}
