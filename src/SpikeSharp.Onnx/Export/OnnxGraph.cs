using System.Globalization;
using System.Runtime.InteropServices;
using SpikeSharp.Graph;

namespace SpikeSharp.Onnx.Export;

/// <summary>An ONNX graph being put together: its nodes in order, its constants, and the names that are taken.</summary>
/// <remarks>In ONNX inputs, constants and results share one space of names, so a name is asked for before it is used.</remarks>
internal sealed class OnnxGraph
{
    // Unrolled over many time steps a network grows without bound; no runtime loads so many nodes in reasonable time.
    private const int MostNodes = 1_000_000;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<float, string> _scalars = [];
    private readonly List<ProtobufMessage> _nodes = [],
        _initialisers = [],
        _values = [],
        _outputs = [];

    /// <summary>Nodes so far.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>Constants so far, weights among them.</summary>
    public int InitialiserCount => _initialisers.Count;

    /// <summary>A name that nothing has yet: the one wanted, or that with a number behind it.</summary>
    public string Name(string wanted)
    {
        var name = wanted;
        for (var i = 2; !_names.Add(name); i++)
            name = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{i}");
        return name;
    }

    /// <summary>Adds a node with one result.</summary>
    /// <param name="operation">Its operator.</param>
    /// <param name="output">Name of the result, which <see cref="Name"/> gave.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The name of the result.</returns>
    public string Node(string operation, string output, ReadOnlySpan<string> inputs, params ReadOnlySpan<ProtobufMessage> attributes)
    {
        Node(operation, [output], inputs, attributes);
        return output;
    }

    /// <summary>Adds a node with several results.</summary>
    public void Node(
        string operation,
        ReadOnlySpan<string> results,
        ReadOnlySpan<string> inputs,
        params ReadOnlySpan<ProtobufMessage> attributes
    )
    {
        if (_nodes.Count == MostNodes)
            throw new GraphException($"in ONNX, with its time steps written out, the network would have more than {MostNodes:N0} nodes");
        _nodes.Add(OnnxMessages.Node(operation, results, inputs, attributes));
    }

    /// <summary>Adds a weight.</summary>
    public string Weight(string wanted, WeightTensor weight)
    {
        var name = Name(wanted);
        _initialisers.Add(
            OnnxMessages.Floats(name, weight.Shape.Select(size => (long)size), weight.Values.Length, () =>
                MemoryMarshal.AsBytes(weight.Values).ToArray()
            )
        );
        return name;
    }

    /// <summary>Adds constant numbers.</summary>
    public string Floats(string wanted, long[] shape, float[] numbers)
    {
        var name = Name(wanted);
        _initialisers.Add(OnnxMessages.Floats(name, shape, numbers.Length, () => MemoryMarshal.AsBytes<float>(numbers).ToArray()));
        return name;
    }

    /// <summary>A constant number without a shape; one of a kind in the whole graph.</summary>
    public string Scalar(float number)
    {
        if (!_scalars.TryGetValue(number, out var name))
            _scalars[number] = name = Floats(string.Create(CultureInfo.InvariantCulture, $"constant.{number}"), [], [number]);
        return name;
    }

    /// <summary>Adds constant whole numbers, a vector.</summary>
    public string Integers(string wanted, params long[] numbers)
    {
        var name = Name(wanted);
        _initialisers.Add(OnnxMessages.Integers(name, numbers));
        return name;
    }

    /// <summary>Tells the shape of a result inside the graph, for those who look at the file.</summary>
    public void Shape(string value, params IEnumerable<long> shape) => _values.Add(OnnxMessages.Value(value, shape));

    /// <summary>Makes a result one of the graph's.</summary>
    public void Output(string value, params IEnumerable<long> shape) => _outputs.Add(OnnxMessages.Value(value, shape));

    /// <summary>The finished graph.</summary>
    public ProtobufMessage ToMessage(string name, ProtobufMessage input) =>
        OnnxMessages.Graph(name, _nodes, _initialisers, [input], _outputs, _values);
}
