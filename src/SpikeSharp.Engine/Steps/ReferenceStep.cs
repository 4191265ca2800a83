using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;

namespace SpikeSharp.Engine.Steps;

/// <summary>What the engine has no kernel for, by the interpreter's arithmetic: slow, and it allocates. Networks of ours have none; heads
/// of imported ones may.</summary>
internal sealed unsafe class ReferenceStep(GraphNode node, MapView[] inputs, MapView output) : Step(node.Name)
{
    internal override string Kernel => node.Operation.Kind;

    internal override int Items => 1;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        for (var t = 0; t < output.Buffer.Steps; t++)
        {
            var step = t;
            var values = Array.ConvertAll(inputs, input => (Shape(input), Read(input, arena, step)));
            Write(NodeArithmetic.Compute(node, Shape(output), values), arena, t);
        }
    }

    private static ValueShape Shape(MapView view) => new(view.Channels, view.Buffer.Height, view.Buffer.Width, Timed: false);

    private static float[] Read(MapView view, byte* arena, int t)
    {
        var plane = view.Buffer.Height * view.Buffer.Width;
        var values = new float[view.Channels * plane];
        for (var at = 0; at < plane; at++)
        {
            var pixel = view.At(arena, t, at / view.Buffer.Width, at % view.Buffer.Width);
            for (var c = 0; c < view.Channels; c++)
                values[c * plane + at] = view.Buffer.IsSpikes ? view.Spike(pixel[c]) : ((float*)pixel)[c];
        }
        return values;
    }

    private void Write(float[] values, byte* arena, int t)
    {
        output.ClearHalo(arena, t, 0, output.Buffer.Height);
        var plane = output.Buffer.Height * output.Buffer.Width;
        for (var at = 0; at < plane; at++)
        {
            var pixel = output.At(arena, t, at / output.Buffer.Width, at % output.Buffer.Width);
            for (var c = 0; c < output.Channels; c++)
            {
                var value = values[c * plane + at];
                if (output.Buffer.IsSpikes)
                    pixel[c] = (byte)(int)value;
                else
                    ((float*)pixel)[c] = value;
            }
        }
    }
}
