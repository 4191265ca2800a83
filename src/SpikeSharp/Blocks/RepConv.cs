using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>
/// A k×k convolution in training form: 1×1 → BN with padding → depthwise k×k → 1×1 → BN, without a neuron inside (SpikeYOLO, Eq. 7;
/// docs/spec/spikeyolo.md 2.2). It merges into one dense convolution.
/// </summary>
public sealed class RepConv : Module
{
    /// <summary>
    /// Asks for <c>body.0.weight</c>, <c>body.1.bn.*</c>, <c>body.2.0.weight</c>, <c>body.2.1.weight</c>, <c>body.2.2.*</c>.
    /// </summary>
    public RepConv(Weights w, SpikingContext context, int input, int output, int kernel = 3)
    {
        var body = w / "body";
        Reduce = new Convolution(body / 0, input, input, 1);
        Pad = new NormAndPad(body / 1, context, input, (kernel - 1) / 2);
        Depthwise = new Convolution(body / 2 / 0, input, input, kernel, padding: 0, groups: input);
        Expand = new Convolution(body / 2 / 1, input, output, 1);
        Norm = context.Norm(body / 2 / 2, output);
    }

    /// <summary>First 1×1, Cin → Cin.</summary>
    public Convolution Reduce { get; }

    /// <summary>Normalisation and border.</summary>
    public NormAndPad Pad { get; }

    /// <summary>Depthwise k×k, without padding of its own.</summary>
    public Convolution Depthwise { get; }

    /// <summary>Second 1×1, Cin → Cout.</summary>
    public Convolution Expand { get; }

    /// <summary>Last normalisation.</summary>
    public BatchNorm Norm { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Norm.Call(Expand.Call(Depthwise.Call(Pad.Call(Reduce.Call(x)))));
}
