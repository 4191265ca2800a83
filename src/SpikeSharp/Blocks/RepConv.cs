using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>
/// A k×k convolution in training form: 1×1 → BN with padding → depthwise k×k → 1×1 → BN, without a neuron inside (SpikeYOLO, Eq. 7;
/// spec/spikeyolo.md 2.2). It merges into one dense convolution.
/// </summary>
public sealed class RepConv : Module
{
    private readonly Convolution reduce, depthwise, expand;
    private readonly NormAndPad pad;
    private readonly BatchNorm bn;

    /// <summary>Asks for <c>body.0.weight</c>, <c>body.1.bn.*</c>, <c>body.2.0.weight</c>, <c>body.2.1.weight</c>, <c>body.2.2.*</c>.</summary>
    public RepConv(Weights w, SpikingContext context, int input, int output, int kernel = 3)
    {
        var body = w / "body";
        reduce = new Convolution(body / 0, input, input, 1);
        pad = new NormAndPad(body / 1, context, input, (kernel - 1) / 2);
        depthwise = new Convolution(body / 2 / 0, input, input, kernel, padding: 0, groups: input);
        expand = new Convolution(body / 2 / 1, input, output, 1);
        bn = context.Norm(body / 2 / 2, output);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => bn.Call(expand.Call(depthwise.Call(pad.Call(reduce.Call(x)))));
}
