using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Onnx;

namespace SpikeSharp.Cli.Forwarding;

/// <summary>
/// Runs a graph that is no detector of ours, such as an imported one: its outputs under their names, and every value in between if asked
/// for.
/// </summary>
internal sealed class GraphForward(SpikeGraph graph, bool all)
{
    private readonly ReferenceInterpreter _interpreter = new(graph);

    /// <summary>Runs one image.</summary>
    /// <returns>The outputs, an imported graph's in their ONNX shape without the batch axis; then the other values, [C, H, W], or [T, C, H,
    /// W] where they vary over time.</returns>
    public IReadOnlyList<NamedValues> Run(InputTensor image)
    {
        var inside = new List<NamedValues>();
        var run = _interpreter.Run(image, all ? evaluation => inside.Add(Values(evaluation.Node.Name, evaluation.Output)) : null);
        NamedValues[] outputs =
        [
            .. run.Outputs.Select(output => Values(output.Key, output.Value, OnnxTensors.OutputShape(graph, output.Key))),
        ];
        return [.. outputs, .. inside.Where(value => outputs.All(output => output.Name != value.Name))];
    }

    private static NamedValues Values(string name, ValueTensor value, IReadOnlyList<int>? shape = null)
    {
        var (channels, height, width, timed) = value.Shape;
        long[] own = timed ? [value.TimeSteps, channels, height, width] : [channels, height, width];
        var sizes = shape is null ? own : [.. shape.Skip(shape is [1, _, ..] ? 1 : 0).Select(size => (long)size)];
        return new NamedValues(name, sizes, value.ToFloats());
    }
}
