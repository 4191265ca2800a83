using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// Spike-driven deformable attention: values sampled at learned offsets, weighted by spikes instead of a softmax (docs/spec/spike2former.md
/// 3.4).
/// </summary>
internal sealed class DeformableAttention : ScaledModule
{
    private const int Kernel = 3,
        Places = Kernel * Kernel;

    private readonly Weights _place;
    private readonly SeparableConv _input,
        _output;
    private readonly SpikeStage? _depthwise;
    private readonly SpikeStage _offset,
        _mask;
    private readonly Neuron _between;
    private readonly Neuron? _weights;
    private readonly int _groups;
    private readonly TokenLayout _layout;

    /// <summary>Asks for <c>input_proj.*</c>, <c>dw_conv.*</c>, <c>offset.*</c>, <c>mask.*</c>, <c>output_proj.*</c>.</summary>
    public DeformableAttention(
        Weights w,
        SpikingContext context,
        int channels,
        int groups,
        TokenLayout layout,
        int depthwiseKernel = 5,
        Ablation ablation = Ablation.None
    )
    {
        (_place, _groups, _layout) = (w, groups, layout);
        _input = new SeparableConv(w / "input_proj", context, channels, depthwiseKernel);
        if (!ablation.HasFlag(Ablation.NoDepthwise))
            _depthwise = SpikeStage.Of(context, w / "dw_conv", channels, channels, depthwiseKernel, groups: channels);
        (_offset, _mask) = (
            Zeroed(context, w / "offset", channels, groups * Places * 2),
            Zeroed(context, w / "mask", channels, groups * Places)
        );
        _between = context.NeuronAt(w / "offset_spike");
        if (!ablation.HasFlag(Ablation.RealWeights))
            _weights = context.NeuronAt(w / "mask_spike");
        _output = new SeparableConv(w / "output_proj", context, channels, depthwiseKernel);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var value = _input.Call(x);
        var a = _between.Call(_depthwise?.Call(x) ?? x);
        var offsets = Tokens.ToLast(_offset.Call(a), _layout);
        var real = _mask.Call(a);
        var factors = Tokens.ToLast(_weights?.Call(real) ?? real, _layout);
        return _output.Call(DeformableSampling.Of(value, offsets, factors, _groups, Kernel));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => _output.Emit(g, EmitSamples(g, x));

    /// <inheritdoc/>
    public override GraphValue EmitTimes(GraphBuilder g, GraphValue x, Tensor factors) => _output.EmitTimes(g, EmitSamples(g, x), factors);

    private GraphValue EmitSamples(GraphBuilder g, GraphValue x)
    {
        var value = _input.Emit(g, x);
        var a = _between.Emit(g, _depthwise?.Emit(g, x) ?? x);
        var offsets = Tokens.EmitToLast(g, (_place / "offset_tokens").Path, _offset.Emit(g, a), _layout);
        var real = _mask.Emit(g, a);
        var factors = Tokens.EmitToLast(g, (_place / "mask_tokens").Path, _weights?.Emit(g, real) ?? real, _layout);
        return g.Add(
            (_place / "samples").Path,
            new Graph.Operations.DeformableSampling(_groups, Kernel, (float)(_weights?.Options.Quantum ?? 1)),
            value,
            offsets,
            factors
        );
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
