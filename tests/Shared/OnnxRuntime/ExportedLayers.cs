using System.Globalization;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Testing;

/// <summary>
/// Every layer of an exported network in ONNX Runtime against the interpreter, on equal inputs: the interpreter goes on with the spikes of
/// ONNX Runtime, so that a potential within a rounding of a boundary flips one spike and no more.
/// </summary>
public sealed class ExportedLayers : IDisposable
{
    private readonly SpikeGraph _graph;
    private readonly OnnxSession _session;
    private readonly ReferenceInterpreter _interpreter;
    private readonly GraphNode[] _layers;
    private readonly IReadOnlyDictionary<string, ValueShape> _shapes;

    /// <param name="graph">The network.</param>
    /// <param name="file">What it was exported to, at the size the graph names.</param>
    public ExportedLayers(SpikeGraph graph, string file)
    {
        _graph = graph;
        _layers = [.. graph.Nodes.Where(node => node.Operation is not Input)];
        _shapes = graph.InferShapes();
        _interpreter = new ReferenceInterpreter(graph);
        _session = OnnxSession.Judge(file, [.. _layers.SelectMany(Results)]);
    }

    /// <summary>Layers that are compared.</summary>
    public int Count => _layers.Length;

    /// <summary>Largest difference so far, as a share of its layer's largest number, at least 1.</summary>
    public double Worst { get; private set; }

    /// <summary>The layer that has it.</summary>
    public string WorstLayer { get; private set; } = "";

    /// <summary>Spikes so far, those of zero among them.</summary>
    public long Neurons { get; private set; }

    /// <summary>How many of them are not zero.</summary>
    public long Fired { get; private set; }

    /// <summary>How many differ.</summary>
    public long Flipped { get; private set; }

    /// <summary>Compares the layers on one more image.</summary>
    public void Add(InputTensor image)
    {
        var results = _session.Run(image.Values.ToArray(), 1, image.Channels, image.Height, image.Width);
        var values = _layers.ToDictionary(
            node => node.Name,
            node => Results(node).SelectMany(name => results[name].Numbers).ToArray(),
            StringComparer.Ordinal
        );
        var forced = _layers
            .Where(node => node.Operation is SpikingNeuron)
            .ToDictionary(node => node.Name, node => Array.ConvertAll(values[node.Name], Byte), StringComparer.Ordinal);
        _interpreter.Run(
            image,
            evaluation =>
            {
                if (!values.TryGetValue(evaluation.Node.Name, out var given))
                    return;
                var expected = evaluation.Output.ToFloats();
                if (expected.Length != given.Length)
                    throw new InvalidDataException($"{evaluation.Node.Name}: {given.Length} numbers, not {expected.Length}");
                if (forced.ContainsKey(evaluation.Node.Name))
                    AddSpikes(expected, given);
                else
                    AddReals(evaluation.Node.Name, expected, given);
            },
            forced
        );
    }

    /// <summary>What was found, in words.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"largest difference {Worst:G2} ({WorstLayer}); {Flipped} of {Neurons:N0} spikes differ"
        );

    public void Dispose() => _session.Dispose();

    // In the file a value that varies over time is one result a step.
    private IEnumerable<string> Results(GraphNode node)
    {
        var steps = _shapes[node.Name].Steps(_graph.Info.TimeSteps);
        return steps == 1
            ? [node.Name]
            : Enumerable.Range(0, steps).Select(t => string.Create(CultureInfo.InvariantCulture, $"{node.Name}.t{t}"));
    }

    // At a boundary a rounding decides; the sum in front of it was compared.
    private void AddSpikes(float[] expected, float[] given)
    {
        Neurons += expected.Length;
        for (var i = 0; i < expected.Length; i++)
        {
            Fired += expected[i] != 0 ? 1 : 0;
            Flipped += expected[i] != given[i] ? 1 : 0;
        }
    }

    private void AddReals(string layer, float[] expected, float[] given)
    {
        double largest = Math.Max(1, expected.Max(Math.Abs)),
            difference = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var apart = Math.Abs((double)expected[i] - given[i]) / largest;
            difference = double.IsNaN(apart) ? double.PositiveInfinity : Math.Max(difference, apart);
        }
        if (difference > Worst)
            (Worst, WorstLayer) = (difference, layer);
    }

    // Negative spikes are signed bytes.
    private static byte Byte(float spike) => unchecked((byte)(sbyte)spike);
}
