using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Fpn;

/// <summary>A feature pyramid, and of each of its levels convolutions up to the finest, where they are added up and classified.</summary>
internal sealed class FpnHead
{
    /// <summary>Name of the last convolution.</summary>
    public const string Classifier = "decode_head.conv_seg";

    private readonly Weights _place;
    private readonly SpikeStage[] _laterals,
        _outputs;
    private readonly SpikeStage[][] _branches;
    private readonly Neuron _last;
    private readonly Convolution _classifier;

    /// <summary>
    /// Asks for <c>neck.lateral_convs.i.*</c>, <c>neck.fpn_convs.i.*</c>, <c>decode_head.scale_heads.i.j.*</c> and
    /// <c>decode_head.conv_seg.*</c>.
    /// </summary>
    /// <param name="w">Root of the network.</param>
    /// <param name="context">The network's neurons.</param>
    /// <param name="inputs">Channels of the levels, finest first, each half as large as the one before.</param>
    /// <param name="channels">Channels of the pyramid.</param>
    /// <param name="classes">K.</param>
    public FpnHead(Weights w, SpikingContext context, IReadOnlyList<int> inputs, int channels, int classes)
    {
        _place = w;
        var half = channels / 2;
        _laterals = [.. inputs.Select((input, i) => SpikeStage.Of(context, w / "neck" / "lateral_convs" / i, input, channels))];
        _outputs = [.. inputs.Select((_, i) => SpikeStage.Of(context, w / "neck" / "fpn_convs" / i, channels, channels, 3))];
        _branches =
        [
            .. inputs.Select(
                (_, i) =>
                    Enumerable
                        .Range(0, Math.Max(1, i))
                        .Select(j => SpikeStage.Of(context, Branch(i, j), j == 0 ? channels : half, half, 3))
                        .ToArray()
            ),
        ];
        _last = context.NeuronAt(w / "decode_head" / "spike");
        _classifier = new Convolution(w / "decode_head" / "conv_seg", half, classes, kernel: 1, bias: true);
    }

    /// <summary>Scores of the classes at the finest level's size.</summary>
    /// <param name="x">Membrane values of the levels, finest first.</param>
    public Tensor Forward(Tensor[] x)
    {
        var levels = new Tensor[x.Length];
        for (var i = x.Length - 1; i >= 0; i--)
            levels[i] = i == x.Length - 1 ? _laterals[i].Call(x[i]) : TopDown.Add(levels[i + 1], _laterals[i].Call(x[i]));
        var sum = _branches[0][0].Call(_outputs[0].Call(levels[0]));
        for (var i = 1; i < levels.Length; i++)
        {
            var y = _outputs[i].Call(levels[i]);
            for (var j = 0; j < _branches[i].Length; j++)
                y = TopDown.Resize(_branches[i][j].Call(y), levels[i - 1 - j]);
            sum = sum + y;
        }
        return _classifier.Call(_last.Call(sum));
    }

    /// <summary>Adds the head to a graph.</summary>
    public GraphValue Emit(GraphBuilder g, GraphValue[] x)
    {
        var levels = new GraphValue[x.Length];
        for (var i = x.Length - 1; i >= 0; i--)
            levels[i] =
                i == x.Length - 1
                    ? _laterals[i].Emit(g, x[i])
                    : TopDown.EmitAdd(g, _place / "neck" / "lateral_convs" / i, levels[i + 1], _laterals[i].Emit(g, x[i]));
        List<GraphValue> parts = [_branches[0][0].Emit(g, _outputs[0].Emit(g, levels[0]))];
        for (var i = 1; i < levels.Length; i++)
        {
            var y = _outputs[i].Emit(g, levels[i]);
            for (var j = 0; j < _branches[i].Length; j++)
                y = TopDown.EmitResize(g, Branch(i, j), _branches[i][j].Emit(g, y), levels[i - 1 - j]);
            parts.Add(y);
        }
        var scores = MergedConvolution
            .Of(_classifier)
            .Behind(_last)
            .Emit(g, Classifier, _last.Emit(g, g.Add((_place / "decode_head" / "add").Path, [.. parts])));
        // What was computed from spikes is the same at every time step, of which there is one.
        return g.TimeMean((_place / "decode_head" / "scores").Path, scores);
    }

    private Weights Branch(int level, int step) => _place / "decode_head" / "scale_heads" / level / step;
}
