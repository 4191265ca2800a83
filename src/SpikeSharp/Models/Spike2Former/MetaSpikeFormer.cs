using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>The backbone, Meta-SpikeFormer (Spike-driven Transformer V2; the table of docs/spec/spike2former.md 2.1).</summary>
internal sealed class MetaSpikeFormer
{
    private readonly NetworkModule[][] _stages;

    /// <summary>Asks for <c>downsample…</c>, <c>ConvBlock…</c> and <c>block…</c>.</summary>
    /// <param name="w">Its place.</param>
    /// <param name="context">The network's neurons.</param>
    /// <param name="channels">Channels of the pictures.</param>
    /// <param name="widths">Channels c1…c4.</param>
    /// <param name="heads">Attention heads.</param>
    public MetaSpikeFormer(Weights w, SpikingContext context, int channels, IReadOnlyList<int> widths, int heads)
    {
        var (c1, c2, c3, c4) = (widths[0], widths[1], widths[2], widths[3]);
        DownSampling Down(string name, int input, int output, int stride = 2) =>
            new(w / name, context, input, output, 3, stride, 1, first: false);
        MetaConvBlock Convolve(string name, int width) => new(w / name / 0, context, width);
        MetaAttentionBlock[] Attend(string name, int count, int width) =>
            [.. Enumerable.Range(0, count).Select(i => new MetaAttentionBlock(w / name / i, context, width, heads))];
        _stages =
        [
            // x1, 1/2
            [new DownSampling(w / "downsample1_1", context, channels, c1 / 2, 7, 2, 3, first: true), Convolve("ConvBlock1_1", c1 / 2)],
            [Down("downsample1_2", c1 / 2, c1), Convolve("ConvBlock1_2", c1)], // x2, 1/4
            [Down("downsample2", c1, c2), Convolve("ConvBlock2_1", c2), Convolve("ConvBlock2_2", c2)], // x3, 1/8
            // x4, 1/16
            [Down("downsample3", c2, c3), .. Attend("block3", 6, c3), Down("downsample4", c3, c4, stride: 1), .. Attend("block4", 2, c4)],
        ];
        Channels = [c1 / 2, c1, c2, c4];
    }

    /// <summary>The neurons and normalisations of a network on this backbone.</summary>
    /// <param name="neuron">T of it repeats a picture and changes nothing (spec 1.4), so that it is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">D is below 1.</exception>
    public static SpikingContext ContextOf(NeuronOptions neuron)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neuron.MaxSpikes, 1);
        return new(neuron with { TimeSteps = 1 }, bnEps: 1e-5, bnMomentum: 0.1);
    }

    /// <summary>Channels of the outputs.</summary>
    public IReadOnlyList<int> Channels { get; }

    /// <summary>Membrane values x1…x4 at 1/2, 1/4, 1/8 and 1/16 of the picture's sides, rounded up.</summary>
    public Tensor[] Forward(Tensor images)
    {
        var (outputs, x) = (new Tensor[_stages.Length], images);
        for (var i = 0; i < _stages.Length; i++)
            outputs[i] = x = _stages[i].Aggregate(x, (y, block) => block.Call(y));
        return outputs;
    }

    /// <summary>Adds the backbone to a graph.</summary>
    public GraphValue[] Emit(GraphBuilder g, GraphValue image)
    {
        var (outputs, x) = (new GraphValue[_stages.Length], image);
        for (var i = 0; i < _stages.Length; i++)
            outputs[i] = x = _stages[i].Aggregate(x, (y, block) => block.Emit(g, y));
        return outputs;
    }
}
