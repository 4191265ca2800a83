using System.Globalization;
using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>The anchor-free head: a box branch and a class branch for each of three levels (docs/spec/spikeyolo.md 2.4).</summary>
public sealed class SpikeDetect
{
    /// <summary>Bins of a side's distance distribution.</summary>
    public const int RegMax = 16;

    private readonly NetworkModule[][] _boxBranches,
        _classBranches;
    private readonly Weights _place;
    private readonly bool _spiking;
    private readonly int _timeSteps;

    /// <summary>Asks for <c>cv2.i.*</c> (boxes), <c>cv3.i.*</c> (classes) and <c>dfl.conv.weight</c>.</summary>
    public SpikeDetect(Weights w, SpikingContext context, int classes, int[] channels)
    {
        (Classes, _place) = (classes, w);
        _spiking = context.Neuron.Kind.IsSpiking();
        _timeSteps = _spiking ? context.Neuron.TimeSteps : 1;
        var boxWidth = Math.Max(16, Math.Max(channels[0] / 4, RegMax * 4));
        var classWidth = Math.Max(channels[0], Math.Min(classes, 100));
        _boxBranches = [.. channels.Select((c, i) => Branch(w / "cv2" / i, context, c, boxWidth, RegMax * 4, 1.0))];
        _classBranches = [.. channels.Select((c, i) => Branch(w / "cv3" / i, context, c, classWidth, classes, ClassBias(classes, i)))];
        var bins = Tensor.Range(0, RegMax).Reshape(1, RegMax, 1, 1);
        (w / "dfl" / "conv").Add("weight", bins, TensorRole.Frozen);
    }

    /// <summary>Pixels between anchors, by level.</summary>
    public static IReadOnlyList<int> Strides { get; } = [8, 16, 32];

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Raw maps [B, 64 + classes, h, w] from feature maps [T·B, C, h, w]: boxes first, averaged over T.</summary>
    public Tensor[] Forward(Tensor[] features)
    {
        var maps = new Tensor[features.Length];
        for (var i = 0; i < maps.Length; i++)
        {
            using var scope = new TensorScope();
            var map = Tensor.Cat([Run(_boxBranches[i], features[i]), Run(_classBranches[i], features[i])], 1);
            if (_timeSteps > 1)
            {
                var (n, c, h, w) = map.Size4;
                map = map.Reshape(_timeSteps, n / _timeSteps, c, h, w).Mean([0]);
            }
            maps[i] = scope.Keep(map);
        }
        return maps;
    }

    /// <summary>Adds the head to a graph: outputs <c>raw0</c>… and the decoded <c>y</c>.</summary>
    public void Emit(GraphBuilder g, GraphValue[] features)
    {
        var maps = new GraphValue[features.Length];
        for (var i = 0; i < maps.Length; i++)
        {
            var map = g.Concat(
                (_place / "concat" / i).Path,
                Emit(g, _boxBranches[i], features[i]),
                Emit(g, _classBranches[i], features[i])
            );
            maps[i] = _spiking ? g.TimeMean((_place / "mean" / i).Path, map) : map;
            g.Output(string.Create(CultureInfo.InvariantCulture, $"raw{i}"), maps[i]);
        }
        g.Output("y", g.DetectionHead(_place.Path, new Graph.Operations.DetectionHead(RegMax, Classes, Strides), maps));
    }

    /// <summary>About five objects in a 640 × 640 picture, spread evenly: the prior with which the classes' biases start.</summary>
    public static double ClassBias(int classes, int level) => Math.Log(5.0 / classes / Math.Pow(640.0 / Strides[level], 2));

    private static Tensor Run(NetworkModule[] branch, Tensor x) => branch.Aggregate(x, (y, step) => step.Call(y));

    private static GraphValue Emit(GraphBuilder g, NetworkModule[] branch, GraphValue x) =>
        branch.Aggregate(x, (y, step) => step.Emit(g, y));

    private static NetworkModule[] Branch(Weights w, SpikingContext context, int input, int width, int output, double bias)
    {
        var last = new SpikeConvWithoutNorm(w / 2, context, width, output);
        using (GradMode.Off())
            last.Convolution.Bias!.FillInPlace(bias);
        return [new SpikeConv(w / 0, context, input, width, 3), new SpikeConv(w / 1, context, width, width, 3), last];
    }
}
