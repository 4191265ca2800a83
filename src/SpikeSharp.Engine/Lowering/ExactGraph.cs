using SpikeSharp.Engine.Exactness;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Rewriting;

namespace SpikeSharp.Engine.Lowering;

/// <summary>What neurons read, traced back to the spikes and the image that it was computed from.</summary>
/// <remarks>
/// A potential that is nearly on a threshold may fire in float32 and not in float64. One such spike changes some percent of all spikes
/// after it. So these potentials, some hundreds among millions, are computed again: each by itself, in float64, from the spikes before
/// it. Convolutions are taken merged, as the interpreter has them.
/// </remarks>
internal sealed class ExactGraph
{
    // The most terms that one element may be a sum of, a convolution counted as one. A hostile file may nest sums without end.
    private const int MostTerms = 4096;

    // The most terms of an element that a convolution of real numbers reads: the image, and a normalisation of it.
    private const int MostDenseTerms = 2;

    // An interpolated pixel is a mean of so many.
    private const int Corners = 4;

    private readonly SpikeGraph _graph;
    private readonly Dictionary<string, Trace?> _traces = new(StringComparer.Ordinal);

    /// <param name="graph">After <see cref="NeuronHoisting"/>, without factors.</param>
    internal ExactGraph(SpikeGraph graph)
    {
        _graph = graph;
        // Inputs stand before their readers.
        foreach (var node in graph.Nodes)
            _traces.Add(node.Name, TraceOf(node));
    }

    /// <summary>The maps from which a step's potentials are computed; none where they cannot be traced to spikes and the image.</summary>
    internal IReadOnlyCollection<string> Reads(FusedStep step) => TraceOf(step)?.Maps ?? [];

    /// <summary>What a step's neurons see; null where it cannot be traced back.</summary>
    /// <param name="step">The step.</param>
    /// <param name="maps">Where spikes and image lie.</param>
    /// <param name="shapes">Of all values of the graph.</param>
    /// <param name="values">What was made for steps before; what is made for this one is added.</param>
    internal ExactValue? Of(
        FusedStep step,
        MapPlan maps,
        IReadOnlyDictionary<string, ValueShape> shapes,
        Dictionary<string, ExactValue> values
    ) => TraceOf(step) is null ? null : new ExactSum([.. Terms(step).Select(term => Value(term, maps, shapes, values))]);

    /// <summary>Shapes of all values for an image of that size.</summary>
    internal IReadOnlyDictionary<string, ValueShape> Shapes(int height, int width) => _graph.InferShapes(height, width);

    private Trace? TraceOf(FusedStep step) =>
        step.Neurons.Exists(neuron => neuron.Neuron is SpikingNeuron) ? Together(Terms(step), 1) : null;

    private static IEnumerable<string> Terms(FusedStep step) =>
        step.Operation is Convolution ? step.Residuals.Prepend(step.Node) : step.Residuals;

    private Trace? TraceOf(GraphNode node) =>
        node.Operation switch
        {
            Input => new Trace([node.Name], 1, IsImage: true, IsSpikes: false),
            SpikingNeuron => new Trace([node.Name], 1, IsImage: false, IsSpikes: true),
            Convolution => _traces[node.Inputs[0]] switch
            {
                null => null,
                { IsSpikes: true } => new Trace([node.Inputs[0]], 1, false, false),
                // A convolution of real numbers is followed to the image alone: if its window held convolutions again, one potential
                // would cost a window of windows.
                var trace => trace.Terms <= MostDenseTerms
                && trace.Maps.Count > 0
                && trace.Maps.All(map => _traces[map] is { IsImage: true })
                    ? trace with
                    {
                        IsImage = false,
                        Terms = MostDenseTerms + 1,
                    }
                    : null,
            },
            Add or Affine or Activation => Together(node.Inputs, 1),
            Constant or SinePositions => new Trace([], 1, false, false),
            ResizeLike => Together([node.Inputs[0]], Corners),
            AttentionProduct when node.Inputs.All(input => _traces[input] is { IsSpikes: true }) => new Trace(
                [.. node.Inputs],
                1,
                false,
                false
            ),
            DeformableSampling sampling when _traces[node.Inputs[2]] is { IsSpikes: true } => Together(
                node.Inputs,
                (long)sampling.Kernel * sampling.Kernel * Corners
            ),
            // Spikes that are only moved lie in memory as they are.
            Concat
            or MaxPool { OverTime: PoolingOverTime.Instantaneous }
            or { MovesSpikes: true } when node.Inputs.All(input => _traces[input] is { IsSpikes: true }) => new Trace(
                [node.Name],
                1,
                false,
                IsSpikes: true
            ),
            Concat or Upsample => Together(node.Inputs, 1),
            MaxPool { Window.IsSquare: true } pool => Together(node.Inputs, (long)pool.Kernel * pool.Kernel),
            Permute or ChannelsLast => Together(node.Inputs, 1),
            _ => null,
        };

    private Trace? Together(IEnumerable<string> inputs, long times)
    {
        var maps = new HashSet<string>(StringComparer.Ordinal);
        long terms = 1;
        foreach (var input in inputs)
        {
            if (_traces[input] is not { } trace || (terms += times * trace.Terms) > MostTerms)
                return null;
            maps.UnionWith(trace.Maps);
        }
        return new Trace(maps, terms, false, false);
    }

    private ExactValue Value(
        string name,
        MapPlan maps,
        IReadOnlyDictionary<string, ValueShape> shapes,
        Dictionary<string, ExactValue> values
    )
    {
        if (!values.TryGetValue(name, out var value))
            values.Add(name, value = Make(name, maps, shapes, input => Value(input, maps, shapes, values)));
        return value;
    }

    private ExactValue Make(string name, MapPlan maps, IReadOnlyDictionary<string, ValueShape> shapes, Func<string, ExactValue> of)
    {
        var node = _graph.Node(name);
        if (_traces[name] is { IsImage: true } or { IsSpikes: true })
            return new ExactMap(maps[name]);
        return node.Operation switch
        {
            Convolution convolution => new ExactConvolution(
                convolution,
                of(node.Inputs[0]),
                _traces[node.Inputs[0]]!.IsSpikes ? maps[node.Inputs[0]] : null,
                shapes[node.Inputs[0]]
            ),
            Concat => new ExactJoin([.. node.Inputs.Select(input => (of(input), shapes[input].Channels))]),
            MaxPool pool => new ExactPool(pool, of(node.Inputs[0]), shapes[node.Inputs[0]].Height, shapes[node.Inputs[0]].Width),
            Upsample upsample => new ExactUpsample(upsample.Factor, of(node.Inputs[0])),
            Affine affine => new ExactAffine(affine, of(node.Inputs[0])),
            Activation activation => new ExactActivation(activation, of(node.Inputs[0])),
            Constant or SinePositions => new ExactTable(new(() => NodeArithmetic.Constant(node, shapes[name])), shapes[name]),
            ResizeLike => new ExactResize(of(node.Inputs[0]), shapes[node.Inputs[0]], shapes[name]),
            AttentionProduct attention => new ExactAttention(attention, maps[node.Inputs[0]], maps[node.Inputs[1]], maps[node.Inputs[2]]),
            DeformableSampling sampling => new ExactSampling(
                sampling,
                of(node.Inputs[0]),
                of(node.Inputs[1]),
                maps[node.Inputs[2]],
                shapes[name]
            ),
            Permute or ChannelsLast => new ExactMove(
                of(node.Inputs[0]),
                new(() => NodeArithmetic.Places(node, shapes[node.Inputs[0]], shapes[name])),
                shapes[node.Inputs[0]],
                shapes[name]
            ),
            _ => new ExactSum([.. node.Inputs.Select(of)]),
        };
    }

    /// <summary>What a value is made of.</summary>
    private sealed record Trace(HashSet<string> Maps, long Terms, bool IsImage, bool IsSpikes);
}
