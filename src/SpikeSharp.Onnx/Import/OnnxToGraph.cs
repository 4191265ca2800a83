using System.Globalization;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Onnx.Import.Constants;
using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import;

/// <summary>
/// From an ONNX graph to ours, node by node. A node that cannot be imported is noted, and the rest looked at all the same.
/// </summary>
internal sealed class OnnxToGraph
{
    private readonly Dictionary<string, OnnxValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxTensor> _initialisers;
    private readonly HashSet<string> _read,
        _failed = new(StringComparer.Ordinal),
        _names;
    private readonly List<OnnxProblem> _problems = [];
    private readonly GraphBuilder _builder;

    public OnnxToGraph(OnnxModel model, List<OnnxNode> order, GraphBuilder builder, ExternalData external, FoldBudget budget, int batch)
    {
        (_builder, External, Budget, Opset, Batch) = (builder, external, budget, model.Opset, batch);
        _initialisers = model.Initialisers.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _read = [.. order.SelectMany(node => node.Inputs), .. model.Outputs.Select(output => output.Name)];
        // What stands inside a node takes none of these.
        _names = [.. order.SelectMany(node => node.Outputs), .. _initialisers.Keys, .. model.Inputs.Select(input => input.Name)];
    }

    public long Opset { get; }

    /// <summary>The batch that the file is for.</summary>
    public int Batch { get; }

    public ExternalData External { get; }

    public FoldBudget Budget { get; }

    public IReadOnlyList<OnnxProblem> Problems => _problems;

    /// <summary>What an ONNX tensor became.</summary>
    public OnnxValue this[string name]
    {
        get
        {
            if (_values.TryGetValue(name, out var value))
                return value;
            if (!_initialisers.TryGetValue(name, out var initialiser))
                throw new NodeException($"tensor '{name}' is an extra result of a node, which is not read");
            return _values[name] = new OnnxValue(initialiser.ToArray(External));
        }
        set => _values[name] = value;
    }

    /// <summary>
    /// Tensors that are not the graph's value of their own name, but one of another: the same numbers, perhaps of another shape.
    /// </summary>
    public IEnumerable<(string Tensor, string Node)> Aliases =>
        from entry in _values
        where entry.Value.Constant is null && entry.Value.Value.Name != entry.Key
        select (entry.Key, entry.Value.Value.Name);

    public bool IsRead(string name) => name.Length > 0 && _read.Contains(name);

    public bool IsFailed(string name) => _failed.Contains(name);

    public GraphValue Add(string name, Operation operation, params ReadOnlySpan<GraphValue> inputs) =>
        _builder.Add(name, operation, inputs);

    /// <summary>The name wanted, or that with a number behind it.</summary>
    public string FreeName(string wanted)
    {
        var name = wanted;
        for (var i = 2; !_names.Add(name); i++)
            name = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{i}");
        return name;
    }

    /// <summary>Constant numbers as a node of the graph, one for each tensor.</summary>
    public GraphValue ConstantNode(string name, OnnxArray constant)
    {
        Budget.Take(constant.Count);
        var layout = Layout.Of(constant.Shape);
        return Add(
            FreeName(name + ".constant"),
            new Constant(new WeightTensor([layout.Channels, layout.Height, layout.Width], constant.ToReals()))
        );
    }

    /// <summary>Imports a node, or notes why not.</summary>
    public void Import(OnnxNode node)
    {
        try
        {
            if (!TryImport(node))
                _failed.UnionWith(node.Outputs);
        }
        catch (Exception e) when (e is NodeException or GraphException or OnnxException)
        {
            _failed.UnionWith(node.Outputs);
            _problems.Add(Problem(node, e));
        }
    }

    /// <summary>Names a result of the graph.</summary>
    /// <returns>Its shape as ONNX sees it; null when it could not be imported.</returns>
    public int[]? Output(string name)
    {
        if (_failed.Contains(name))
            return null;
        try
        {
            var value = this[name];
            _builder.Output(name, value.Constant is { } constant ? ConstantNode(name, constant) : value.Value);
            return value.Shape;
        }
        catch (NodeException e)
        {
            throw new OnnxException($"its output '{name}' cannot be had: {e.Message}", e);
        }
    }

    // False when what it reads could not be imported: then only what the node alone tells is looked at.
    private bool TryImport(OnnxNode node)
    {
        if (node.Domain is not ("" or "ai.onnx") || !OperatorTable.Knows(node.Operator))
        {
            var name = node.Domain.Length > 0 ? $"{node.Domain}.{node.Operator}" : node.Operator;
            throw new NodeException($"Node '{node.Name}' ({name}) is not imported: the importer does not know this operator.", "I1");
        }
        var import = new NodeImport(this, node);
        OperatorTable.Check(import);
        if (node.Inputs.Any(_failed.Contains))
            return false;
        if (node.Inputs.Any(input => input.Length > 0 && this[input].Constant is null) || !ConstantFolding.TryFold(import))
            OperatorTable.Import(import);
        return true;
    }

    private static OnnxProblem Problem(OnnxNode node, Exception e)
    {
        var code = e is NodeException known ? known.Code : "I3";
        var reason = e switch
        {
            GraphException graph => graph.Reason,
            OnnxException { Problems: [var only] } => only.Sentence.TrimEnd('.'),
            _ => e.Message,
        };
        var sentence = code is "I2" or "I3" ? $"Node '{node.Name}' ({node.Operator}) is not imported: {reason}." : reason;
        return new OnnxProblem(code, node.Name, node.Operator, sentence);
    }
}
