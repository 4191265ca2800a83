using SpikeSharp.Graph;
using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import;

/// <summary>What an ONNX tensor became: a value of the graph with the shape that ONNX sees, or constant numbers.</summary>
internal sealed class OnnxValue
{
    public OnnxValue(OnnxArray constant) => (Constant, Shape) = (constant, constant.Shape);

    public OnnxValue(GraphValue value, int[] shape, bool isWhole = false) => (Value, Shape, IsWhole) = (value, shape, isWhole);

    /// <summary>The numbers, when they do not depend on the image.</summary>
    public OnnxArray? Constant { get; }

    /// <summary>The graph's value, when they do.</summary>
    public GraphValue Value { get; }

    public int[] Shape { get; }

    public Layout Layout => Layout.Of(Shape);

    /// <summary>Whether the numbers are whole by their meaning, as places of the largest are.</summary>
    public bool IsWhole { get; }
}
