using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine;

/// <summary>What a run has computed, to be read before the run's memory is used again.</summary>
public readonly unsafe ref struct EngineValues
{
    private readonly RunContext _context;
    private readonly SpikeGraph _graph;

    internal EngineValues(RunContext context, SpikeGraph graph) => (_context, _graph) = (context, graph);

    /// <summary>An output, [T, C, H, W] or [C, H, W] row-major; the detection head's is [4 + classes, anchors].</summary>
    /// <exception cref="GraphException">The graph has no such output.</exception>
    public float[] Output(string name)
    {
        foreach (var output in _graph.Outputs)
        {
            if (output.Name == name)
                return Value(output.Value);
        }
        throw new GraphException("the graph has no such output", name);
    }

    /// <summary>
    /// Any value that is still there, by its name in the graph; with <see cref="EngineOptions.KeepValues"/> all neurons and what they look
    /// at.
    /// </summary>
    public float[] Value(string name)
    {
        var view = _context.Program.Maps[name];
        var map = view.Buffer;
        var values = new float[map.Steps * view.Channels * map.Height * map.Width];
        if (_graph.Node(name).Operation is DetectionHead)
        {
            new ReadOnlySpan<float>(view.At(_context.Arena, 0, 0, 0), values.Length).CopyTo(values);
            return values;
        }
        var plane = map.Height * map.Width;
        for (var t = 0; t < map.Steps; t++)
        {
            for (var y = 0; y < map.Height; y++)
            {
                // Row by row, so that what lies together in memory is read together.
                var row = view.At(_context.Arena, t, y, 0);
                for (var c = 0; c < view.Channels; c++)
                {
                    var target = values.AsSpan((t * view.Channels + c) * plane + y * map.Width, map.Width);
                    var pixel = row;
                    for (var x = 0; x < target.Length; x++, pixel += map.PixelBytes)
                        target[x] = map.IsSpikes ? view.Spike(pixel[c]) : ((float*)pixel)[c];
                }
            }
        }
        return values;
    }

    /// <summary>Every value that has a place in this run, by its name in the graph, [T, C, H, W] or [C, H, W] row-major. With
    /// <see cref="EngineOptions.KeepValues"/> these are all neurons and all that they look at; without it what is left is not
    /// defined.</summary>
    public Dictionary<string, float[]> All()
    {
        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var node in _graph.Nodes)
        {
            if (_context.Program.Maps.Has(node.Name))
                values.Add(node.Name, Value(node.Name));
        }
        return values;
    }
}
