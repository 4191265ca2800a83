using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Spike-driven deformable attention: values sampled at learned offsets, weighted by spikes instead of a softmax (spec/spike2former.md 3.4).</summary>
internal sealed class DeformableAttention : ScaledModule
{
    private const int Kernel = 3, Places = Kernel * Kernel;

    private readonly Weights place;
    private readonly SeparableConv input, output;
    private readonly SpikeStage? depthwise;
    private readonly SpikeStage offset, mask;
    private readonly Neuron between;
    private readonly Neuron? weights;
    private readonly int groups;
    private readonly TokenLayout layout;

    /// <summary>Asks for <c>input_proj.*</c>, <c>dw_conv.*</c>, <c>offset.*</c>, <c>mask.*</c>, <c>output_proj.*</c>.</summary>
    public DeformableAttention(Weights w, SpikingContext context, int channels, int groups, TokenLayout layout, int depthwiseKernel = 5, Ablation ablation = Ablation.None)
    {
        (place, this.groups, this.layout) = (w, groups, layout);
        input = new SeparableConv(w / "input_proj", context, channels, depthwiseKernel);
        if (!ablation.HasFlag(Ablation.NoDepthwise)) depthwise = SpikeStage.Of(context, w / "dw_conv", channels, channels, depthwiseKernel, groups: channels);
        (offset, mask) = (Zeroed(context, w / "offset", channels, groups * Places * 2), Zeroed(context, w / "mask", channels, groups * Places));
        between = context.NeuronAt(w / "offset_spike");
        if (!ablation.HasFlag(Ablation.RealWeights)) weights = context.NeuronAt(w / "mask_spike");
        output = new SeparableConv(w / "output_proj", context, channels, depthwiseKernel);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var value = input.Call(x);
        var a = between.Call(depthwise?.Call(x) ?? x);
        var offsets = Tokens.ToLast(offset.Call(a), layout);
        var real = mask.Call(a);
        var factors = Tokens.ToLast(weights?.Call(real) ?? real, layout);
        return output.Call(DeformableSampling.Of(value, offsets, factors, groups, Kernel));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => output.Emit(g, EmitSamples(g, x));

    /// <inheritdoc/>
    public override GraphValue EmitTimes(GraphBuilder g, GraphValue x, Tensor factors) => output.EmitTimes(g, EmitSamples(g, x), factors);

    private GraphValue EmitSamples(GraphBuilder g, GraphValue x)
    {
        var value = input.Emit(g, x);
        var a = between.Emit(g, depthwise?.Emit(g, x) ?? x);
        var offsets = Tokens.EmitToLast(g, (place / "offset_tokens").Path, offset.Emit(g, a), layout);
        var real = mask.Emit(g, a);
        var factors = Tokens.EmitToLast(g, (place / "mask_tokens").Path, weights?.Emit(g, real) ?? real, layout);
        return g.Add((place / "samples").Path, new Graph.Operations.DeformableSampling(groups, Kernel, (float)(weights?.Options.Quantum ?? 1)), value, offsets, factors);
    }

    // Offsets and weights start at zero: the attention begins as nothing (spec 3.4).
    private static SpikeStage Zeroed(SpikingContext context, Weights w, int channels, int output)
    {
        var stage = SpikeStage.Of(context, w, channels, output, bias: true, ofSpikes: true);
        using (GradMode.Off())
        {
            stage.Convolution.Weight.FillInPlace(0);
            stage.Convolution.Bias!.FillInPlace(0);
        }
        return stage;
    }
}
