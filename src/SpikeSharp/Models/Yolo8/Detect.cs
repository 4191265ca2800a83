using System.Globalization;
using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Yolo8;

/// <summary>
/// The decoupled, anchor-free head: a box branch of 4 · 16 bins and a class branch for each of three levels (Ultralytics' Detect).
/// </summary>
public sealed class Detect
{
    private readonly Branch[] _boxes,
        _classes;
    private readonly Weights _place;
    private readonly int _classCount;

    /// <summary>Asks for <c>cv2.i.*</c> (boxes), <c>cv3.i.*</c> (classes) and <c>dfl.conv.weight</c>.</summary>
    public Detect(Weights w, Activation activation, int classCount, int[] channels)
    {
        (_place, _classCount) = (w, classCount);
        var boxWidth = Math.Max(16, Math.Max(channels[0] / 4, SpikeDetect.RegMax * 4));
        var classWidth = Math.Max(channels[0], Math.Min(classCount, 100));
        _boxes = [.. channels.Select((c, i) => new Branch(w / "cv2" / i, activation, c, boxWidth, SpikeDetect.RegMax * 4, 1.0))];
        _classes =
        [
            .. channels.Select(
                (c, i) => new Branch(w / "cv3" / i, activation, c, classWidth, classCount, SpikeDetect.ClassBias(classCount, i))
            ),
        ];
        (w / "dfl" / "conv").Add("weight", Tensor.Range(0, SpikeDetect.RegMax).Reshape(1, SpikeDetect.RegMax, 1, 1), TensorRole.Frozen);
    }

    /// <summary>Raw maps [B, 64 + classes, h, w] from feature maps [B, C, h, w]: boxes first.</summary>
    public Tensor[] Forward(Tensor[] features)
    {
        var maps = new Tensor[features.Length];
        for (var i = 0; i < maps.Length; i++)
        {
            using var scope = new TensorScope();
            maps[i] = scope.Keep(Tensor.Cat([_boxes[i].Call(features[i]), _classes[i].Call(features[i])], 1));
        }
        return maps;
    }

    /// <summary>Adds the head to a graph: outputs <c>raw0</c>… and the decoded <c>y</c>.</summary>
    public void Emit(GraphBuilder g, GraphValue[] features)
    {
        var maps = new GraphValue[features.Length];
        for (var i = 0; i < maps.Length; i++)
        {
            maps[i] = g.Concat((_place / "concat" / i).Path, _boxes[i].Emit(g, features[i]), _classes[i].Emit(g, features[i]));
            g.Output(string.Create(CultureInfo.InvariantCulture, $"raw{i}"), maps[i]);
        }
        g.Output(
            "y",
            g.DetectionHead(_place.Path, new Graph.Operations.DetectionHead(SpikeDetect.RegMax, _classCount, SpikeDetect.Strides), maps)
        );
    }

    // 3×3, 3×3, and a 1×1 with bias.
    private sealed class Branch : NetworkModule
    {
        private readonly ConvNormAct _first,
            _second;
        private readonly Convolution _last;
        private readonly string _name;

        public Branch(Weights w, Activation activation, int input, int width, int output, double bias)
        {
            _name = (w / 2).Path;
            _first = new ConvNormAct(w / 0, activation, input, width, 3);
            _second = new ConvNormAct(w / 1, activation, width, width, 3);
            _last = new Convolution(w / 2, width, output, kernel: 1, bias: true);
            using (GradMode.Off())
                _last.Bias!.FillInPlace(bias);
        }

        protected override Tensor Forward(Tensor x) => _last.Call(_second.Call(_first.Call(x)));

        public override GraphValue Emit(GraphBuilder g, GraphValue x) =>
            MergedConvolution.Of(_last).Emit(g, _name, _second.Emit(g, _first.Emit(g, x)));
    }
}
