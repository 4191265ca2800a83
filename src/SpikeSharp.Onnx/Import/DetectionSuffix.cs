using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Summary;

namespace SpikeSharp.Onnx.Import;

/// <summary>Finds the end of an anchor-free detector of YOLOv8's kind, which exporters write as some forty nodes, and puts one
/// <see cref="DetectionHead"/>
/// in its place, so that what wants boxes finds them. How it is written changes from exporter to exporter, so nothing is recognised by its
/// form: the maps are found by their shapes, and the head is taken only if it gives the same numbers as the nodes.</summary>
internal static class DetectionSuffix
{
    private const double Tolerance = 1e-4;
    private const int MostLevels = 8;
    private const long MostNumbers = 1L << 26,
        MostMacs = 1L << 28;

    /// <summary>The graph with heads in the place of outputs that are boxes; the graph itself where none is.</summary>
    public static SpikeGraph Replace(SpikeGraph graph)
    {
        var shapes = graph.InferShapes();
        foreach (var output in graph.Outputs)
        {
            if (Find(graph, shapes, output.Value) is { } found)
                return With(graph, found.Head, found.Levels, output.Value);
        }
        return graph;
    }

    private static (DetectionHead Head, string[] Levels)? Find(
        SpikeGraph graph,
        IReadOnlyDictionary<string, ValueShape> shapes,
        string output
    )
    {
        var shape = shapes[output];
        // [4 + classes, anchors]
        if (graph.Node(output).Operation is DetectionHead || shape.Channels <= 4 || shape.Height != 1)
            return null;
        var classes = shape.Channels - 4;
        if (Suffix(graph, shapes, output, classes) is not ({ Count: > 0 and <= MostLevels } levels, var suffix))
            return null;
        string[] finestFirst = [.. levels.OrderByDescending(level => shapes[level].Plane)];
        int channels = shapes[finestFirst[0]].Channels,
            regMax = (channels - classes) / 4;
        if (
            finestFirst.Any(level => shapes[level].Channels != channels)
            || finestFirst.Sum(level => (long)shapes[level].Plane) != shape.Width
            || regMax > 256
        )
            return null;
        var strides = new int[finestFirst.Length];
        for (var i = 0; i < strides.Length; i++)
        {
            var level = shapes[finestFirst[i]];
            strides[i] = graph.Info.ImageSize / level.Height;
            if (
                strides[i] * level.Height != graph.Info.ImageSize
                || strides[i] * level.Width != (graph.Info.ImageWidth ?? graph.Info.ImageSize)
            )
                return null;
        }
        var head = new DetectionHead(regMax, classes, strides);
        return Agrees(suffix, shapes, head, finestFirst, output) ? (head, finestFirst) : null;
    }

    // Back from the output to maps that convolutions gave; null when something else is met on the way.
    private static (List<string> Levels, List<GraphNode> Suffix)? Suffix(
        SpikeGraph graph,
        IReadOnlyDictionary<string, ValueShape> shapes,
        string output,
        int classes
    )
    {
        var needed = new HashSet<string>(StringComparer.Ordinal) { output };
        var (levels, suffix) = (new List<string>(), new List<GraphNode>());
        long numbers = 0;
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            var node = graph.Nodes[i];
            if (!needed.Contains(node.Name))
                continue;
            if (IsLevel(graph, node, shapes[node.Name], classes))
            {
                levels.Add(node.Name);
                continue;
            }
            if (!MayStandBehind(node.Operation) || (numbers += shapes[node.Name].Count) > MostNumbers)
                return null;
            needed.UnionWith(node.Inputs);
            suffix.Add(node);
        }
        suffix.Reverse();
        return (levels, suffix);
    }

    private static bool IsLevel(SpikeGraph graph, GraphNode node, ValueShape shape, int classes) =>
        shape.Channels > classes
        && (shape.Channels - classes) % 4 == 0
        && (
            node.Operation is Convolution
            || (node.Operation is Concat && node.Inputs.All(input => graph.Node(input).Operation is Convolution))
        );

    private static bool MayStandBehind(Operation operation) =>
        operation
            is Concat
                or Add
                or Reshape
                or Permute
                or Slice
                or Gather
                or Softmax
                or Convolution
                or Affine
                or Combine
                or Activation
                or Constant
                or Reduce;

    private static bool Agrees(
        List<GraphNode> suffix,
        IReadOnlyDictionary<string, ValueShape> shapes,
        DetectionHead head,
        string[] levels,
        string output
    )
    {
        var random = new Random(1);
        for (var trial = 0; trial < 2; trial++)
        {
            GraphNode[] maps = [.. levels.Select(level => new GraphNode(level, new Constant(Random(random, shapes[level])), []))];
            try
            {
                var theirs = Run([.. maps, .. suffix], output);
                var ours = Run([.. maps, new GraphNode(output, head, levels)], output);
                for (var i = 0; i < ours.Length; i++)
                {
                    if (!(Math.Abs(ours[i] - theirs[i]) <= Tolerance * Math.Max(1, Math.Abs(theirs[i]))))
                        return false;
                }
            }
            catch (GraphException)
            {
                // What fits no graph of its own is no head.
                return false;
            }
        }
        return true;
    }

    private static double[] Run(GraphNode[] nodes, string output)
    {
        var graph = new SpikeGraph(new GraphInfo("head", 1, 1), nodes, [new GraphOutput("y", output)]);
        if (GraphSummary.Of(graph, 1, 1).Macs > MostMacs)
            throw new GraphException("it computes too much for a head");
        return new ReferenceInterpreter(graph).Run(new InputTensor(1, 1, 1, [0])).Outputs["y"].Reals.ToArray();
    }

    private static WeightTensor Random(Random random, ValueShape shape)
    {
        var numbers = new float[shape.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (float)(random.NextDouble() * 12 - 6);
        return new WeightTensor([shape.Channels, shape.Height, shape.Width], numbers);
    }

    private static SpikeGraph With(SpikeGraph graph, DetectionHead head, string[] levels, string output)
    {
        var needed = new HashSet<string>(graph.Outputs.Select(o => o.Value), StringComparer.Ordinal);
        var kept = new List<GraphNode>();
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            var node = graph.Nodes[i];
            if (!needed.Contains(node.Name))
                continue;
            if (node.Name == output)
                node = new GraphNode(output, head, levels);
            needed.UnionWith(node.Inputs);
            kept.Add(node);
        }
        kept.Reverse();
        return new SpikeGraph(graph.Info with { Strides = head.Strides }, kept, graph.Outputs);
    }
}
