using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// The pixel decoder: deformable encoder layers at 1/16, then a feature pyramid up to 1/2 (docs/spec/spike2former.md 3.1).
/// </summary>
internal sealed class PixelDecoder
{
    private readonly Weights _place;
    private readonly SpikeStage _into,
        _outOf;
    private readonly EncoderLayer[] _layers;
    private readonly SpikeStage[] _laterals,
        _outputs;
    private readonly Neuron _last;
    private readonly Convolution _maskFeature;

    /// <summary>
    /// Asks for <c>encoder_in_proj.*</c>, <c>encoder.layers.i.*</c>, <c>encoder_out_proj.*</c>, <c>lateral_convs.i.*</c>,
    /// <c>output_convs.i.*</c>, <c>mask_feature.*</c>.
    /// </summary>
    public PixelDecoder(
        Weights w,
        SpikingContext context,
        IReadOnlyList<int> inputs,
        Spike2FormerVariant variant,
        TokenLayout layout,
        Ablation ablation = Ablation.None
    )
    {
        _place = w;
        var c = variant.Channels;
        _laterals = [.. Enumerable.Range(0, 3).Select(i => SpikeStage.Of(context, w / "lateral_convs" / i, inputs[i], c, bias: true))];
        _outputs =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(i =>
                    SpikeStage.Of(context, w / "output_convs" / i, c, c, 3, groups: ablation.HasFlag(Ablation.FullPyramid) ? 1 : c)
                ),
        ];
        _last = context.NeuronAt(w / "mask_feature_spike");
        _maskFeature = new Convolution(w / "mask_feature", c, c, 1, bias: true);
        _layers =
        [
            .. Enumerable
                .Range(0, ablation.HasFlag(Ablation.NoEncoder) ? 0 : variant.EncoderLayers)
                .Select(i => new EncoderLayer(
                    w / "encoder" / "layers" / i,
                    context,
                    c,
                    variant.Groups,
                    variant.EncoderHidden,
                    layout,
                    variant.Heads,
                    ablation
                )),
        ];
        _into = SpikeStage.Of(context, w / "encoder_in_proj", inputs[3], c, bias: true);
        _outOf = SpikeStage.Of(context, w / "encoder_out_proj", c, c, bias: true);
        // The third lateral and output convolution keep their first values: the authors' loop misses them (spec 4.7).
        foreach (
            var conv in (Convolution[])
                [
                    _maskFeature,
                    _into.Convolution,
                    _outOf.Convolution,
                    .. _laterals.Take(2).Concat(_outputs.Take(2)).Select(stage => stage.Convolution),
                ]
        )
            Initialise.KaimingUniform(conv);
    }

    /// <summary>Feature maps at 1/16, 1/8 and 1/4 for the transformer decoder, and the mask feature at 1/2, which is real-valued.</summary>
    /// <param name="x">x1…x4 of the backbone.</param>
    public (Tensor[] Levels, Tensor MaskFeature) Forward(Tensor[] x)
    {
        var y = _outOf.Call(_layers.Aggregate(_into.Call(x[3]), (q, layer) => layer.Call(q)));
        List<Tensor> levels = [y];
        for (var i = 2; i >= 0; i--)
        {
            y = _outputs[i].Call(TopDown.Add(y, _laterals[i].Call(x[i])));
            levels.Add(y);
        }
        return ([.. levels.Take(3)], _maskFeature.Call(_last.Call(y)));
    }

    /// <summary>Adds the decoder to a graph.</summary>
    public (GraphValue[] Levels, GraphValue MaskFeature) Emit(GraphBuilder g, GraphValue[] x)
    {
        var y = _outOf.Emit(g, _layers.Aggregate(_into.Emit(g, x[3]), (q, layer) => layer.Emit(g, q)));
        List<GraphValue> levels = [y];
        for (var i = 2; i >= 0; i--)
        {
            y = _outputs[i].Emit(g, TopDown.EmitAdd(g, _place / "lateral_convs" / i, y, _laterals[i].Emit(g, x[i])));
            levels.Add(y);
        }
        return (
            [.. levels.Take(3)],
            MergedConvolution.Of(_maskFeature).Behind(_last).Emit(g, (_place / "mask_feature").Path, _last.Emit(g, y))
        );
    }
}
