using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>
/// A k×k convolution in training form: BN with padding → 1×1 → depthwise k×k (docs/spec/spikeyolo.md 2.3). It merges into one dense
/// convolution.
/// </summary>
public sealed class SepRepConv : Module
{
    /// <summary>Asks for <c>body.0.bn.*</c>, <c>body.1.0.weight</c>, <c>body.1.1.weight</c>.</summary>
    public SepRepConv(Weights w, SpikingContext context, int input, int output, int kernel = 3)
    {
        var body = w / "body";
        Pad = new NormAndPad(body / 0, context, input, (kernel - 1) / 2);
        Pointwise = new Convolution(body / 1 / 0, input, output, 1);
        Depthwise = new Convolution(body / 1 / 1, output, output, kernel, padding: 0, groups: output);
    }

    /// <summary>Normalisation and border.</summary>
    public NormAndPad Pad { get; }

    /// <summary>1×1, Cin → Cout.</summary>
    public Convolution Pointwise { get; }

    /// <summary>Depthwise k×k, without padding of its own.</summary>
    public Convolution Depthwise { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Depthwise.Call(Pointwise.Call(Pad.Call(x)));
}
