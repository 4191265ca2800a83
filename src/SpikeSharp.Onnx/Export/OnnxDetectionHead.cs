using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using static SpikeSharp.Onnx.Export.OnnxMessages;

namespace SpikeSharp.Onnx.Export;

/// <summary>The detection head in ONNX: what <see cref="DetectionHead"/> computes, for all anchors of all levels at once.</summary>
internal static class OnnxDetectionHead
{
    /// <summary>Writes the head.</summary>
    /// <param name="onnx">The graph it is written into.</param>
    /// <param name="head">Bins, classes, strides.</param>
    /// <param name="node">The node's name, for what stands inside.</param>
    /// <param name="result">Name of the result, [1, 4 + classes, anchors].</param>
    /// <param name="levels">The maps, finest first.</param>
    public static void Write(OnnxGraph onnx, DetectionHead head, string node, string result, (string Map, ValueShape Shape)[] levels)
    {
        var flat = levels
            .Select(
                (level, i) =>
                    Step(
                        "Reshape",
                        $"map{i}",
                        [level.Map, onnx.Integers($"{node}.map{i}.shape", 1, level.Shape.Channels, level.Shape.Plane)]
                    )
            )
            .ToArray();
        var maps = Step("Concat", "maps", flat, Attribute("axis", 2)); // [1, 4R + C, A]
        var (bins, logits) = Split("bins", "logits", maps, 4 * head.RegMax, head.ClassCount);
        var (first, last) = Split("left_top", "right_bottom", Distances(bins), 2, 2); // [1, 2, A] each, in cells
        var (points, strides) = Anchors(onnx, head, node, levels);
        var offset = Step("Mul", "offset", [Step("Sub", "difference", [last, first]), onnx.Scalar(0.5f)]);
        var centre = Step("Mul", "centre", [Step("Add", "point", [points, offset]), strides]);
        var size = Step("Mul", "size", [Step("Add", "extent", [first, last]), strides]);
        onnx.Node("Concat", result, [centre, size, Step("Sigmoid", "probabilities", [logits])], Attribute("axis", 1));

        // Expectation of the bin under the softmax: [1, 4R, A] to [1, 4, A].
        string Distances(string x)
        {
            var sides = Step("Reshape", "sides", [x, onnx.Integers(node + ".sides.shape", 1, 4, head.RegMax, -1)]);
            var values = onnx.Floats(
                node + ".values",
                [1, 1, head.RegMax, 1],
                [.. Enumerable.Range(0, head.RegMax).Select(bin => (float)bin)]
            );
            var weighted = Step("Mul", "weighted", [Step("Softmax", "softmax", [sides], Attribute("axis", 2)), values]);
            return Step("ReduceSum", "distances", [weighted, onnx.Integers(node + ".distances.axes", 2)], Attribute("keepdims", 0));
        }

        (string First, string Last) Split(string one, string other, string x, long oneSize, long otherSize)
        {
            var (a, b) = (onnx.Name($"{node}.{one}"), onnx.Name($"{node}.{other}"));
            onnx.Node("Split", [a, b], [x, onnx.Integers($"{node}.{one}.sizes", oneSize, otherSize)], Attribute("axis", 1));
            return (a, b);
        }

        string Step(string operation, string name, string[] inputs, params ProtobufMessage[] attributes) =>
            onnx.Node(operation, onnx.Name($"{node}.{name}"), inputs, attributes);
    }

    // Centres of the cells [1, 2, A], in cells, x before y; pixels of a cell [1, 1, A].
    private static (string Points, string Strides) Anchors(
        OnnxGraph onnx,
        DetectionHead head,
        string node,
        (string Map, ValueShape Shape)[] levels
    )
    {
        int anchors = levels.Sum(level => level.Shape.Plane),
            anchor = 0;
        var (points, strides) = (new float[2 * anchors], new float[anchors]);
        for (var level = 0; level < levels.Length; level++)
        {
            for (var cell = 0; cell < levels[level].Shape.Plane; cell++, anchor++)
            {
                var (row, column) = Math.DivRem(cell, levels[level].Shape.Width);
                (points[anchor], points[anchors + anchor], strides[anchor]) = (column + 0.5f, row + 0.5f, head.Strides[level]);
            }
        }
        return (onnx.Floats(node + ".points", [1, 2, anchors], points), onnx.Floats(node + ".strides", [1, 1, anchors], strides));
    }
}
