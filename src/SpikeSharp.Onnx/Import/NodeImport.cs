using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import;

/// <summary>One ONNX node while it is imported: its attributes and inputs, and where its results go.</summary>
internal sealed class NodeImport(OnnxToGraph translation, OnnxNode node)
{
    public string Name => node.Name;

    public string Operator => node.Operator;

    /// <summary>Version of ONNX's operators.</summary>
    public long Opset => translation.Opset;

    /// <summary>The batch that the file is for; values here have one of 1.</summary>
    public int Batch => translation.Batch;

    public int InputCount => node.Inputs.Count;

    public int OutputCount => node.Outputs.Count;

    public FoldBudget Budget => translation.Budget;

    /// <summary>Whether an input is given.</summary>
    public bool Has(int input) => input < node.Inputs.Count && node.Inputs[input].Length > 0;

    /// <summary>Whether somebody reads a result.</summary>
    public bool Gives(int output) => output < node.Outputs.Count && translation.IsRead(node.Outputs[output]);

    /// <summary>Refuses weights that are not constant, where they are known already.</summary>
    public void RequireWeights(params ReadOnlySpan<int> inputs)
    {
        foreach (var input in inputs)
        {
            if (Has(input) && !translation.IsFailed(node.Inputs[input]))
                Weights(input);
        }
    }

    /// <summary>An input, constant or not.</summary>
    public OnnxValue Value(int input) =>
        Has(input) ? translation[node.Inputs[input]] : throw new NodeException($"input {input} is missing");

    /// <summary>An input's constant numbers, or null.</summary>
    public OnnxArray? Constant(int input) => Has(input) ? Value(input).Constant : null;

    /// <summary>An input that must be constant because it holds weights.</summary>
    public OnnxArray Weights(int input) =>
        Value(input).Constant
        ?? throw new NodeException($"Weights of '{Name}' are not constant; dynamic weights cannot be converted.", "E3");

    /// <summary>An input that must be constant because shapes follow from it.</summary>
    public OnnxArray Fixed(int input) =>
        Value(input).Constant
        ?? throw new NodeException($"Shape or index input of '{Name}' is not constant. Export the model with fixed shapes.", "E5");

    /// <summary>An input as a value of the graph; constant numbers become a node of their own.</summary>
    public ValueChain Chain(int input = 0) => Chain(Value(input), Has(input) ? node.Inputs[input] : "");

    /// <summary>A value under the graph's operations.</summary>
    public ValueChain Chain(OnnxValue value, string name = "") =>
        value.Constant is { } constant
            ? new ValueChain(this, translation.ConstantNode(name, constant), value.Layout)
            : new ValueChain(this, value.Value, value.Layout);

    public long Integer(string name, long absent) => node.Attribute(name)?.Integer ?? absent;

    public float Real(string name, float absent) => node.Attribute(name)?.Real ?? absent;

    public string Text(string name, string absent) => node.Attribute(name)?.Text ?? absent;

    public OnnxTensor? Tensor(string name) => node.Attribute(name)?.Tensor;

    public IReadOnlyList<float>? Reals(string name) => node.Attribute(name)?.Reals;

    public IReadOnlyList<long>? Integers(string name) => node.Attribute(name)?.Integers;

    public bool HasAttribute(string name) => node.Attribute(name) is not null;

    /// <summary>
    /// Whole numbers that older opsets have as an attribute and newer ones as a constant input; null where neither is given.
    /// </summary>
    public long[]? Integers(string name, int input) => Has(input) ? Fixed(input).ToIntegers() : Integers(name)?.ToArray();

    /// <summary>Numbers of a tensor attribute.</summary>
    public OnnxArray ToArray(OnnxTensor tensor) => tensor.ToArray(translation.External);

    /// <summary>Adds an operation inside the node, under a name that nothing has.</summary>
    public GraphValue Part(Operation operation, params ReadOnlySpan<GraphValue> inputs) =>
        translation.Add(translation.FreeName($"{node.Outputs[0]}.{operation.Kind}"), operation, inputs);

    /// <summary>Adds the operation that gives a result, under the result's name.</summary>
    public GraphValue Named(int output, Operation operation, params ReadOnlySpan<GraphValue> inputs) =>
        output < node.Outputs.Count && node.Outputs[output].Length > 0
            ? translation.Add(node.Outputs[output], operation, inputs)
            : Part(operation, inputs);

    /// <summary>Names a result.</summary>
    public void Give(int output, OnnxValue value)
    {
        if (output < node.Outputs.Count && node.Outputs[output].Length > 0)
            translation[node.Outputs[output]] = value;
    }

    /// <summary>Passes a value on under another name and perhaps shape: no number changes.</summary>
    public void Pass(int output, OnnxValue value, int[] shape)
    {
        if (value.Constant is { } constant)
            Give(output, new OnnxValue(constant.Reshaped(shape)));
        else
            new ValueChain(this, value.Value, value.Layout).Give(output, shape, value.IsWhole);
    }
}
