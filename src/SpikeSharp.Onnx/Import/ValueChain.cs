using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import;

/// <summary>Graph operations that together are one ONNX node. The last one gets the name of the node's result, so that tensors are found
/// under their ONNX names; what only changes the shape is left out where the layout stays.</summary>
internal sealed class ValueChain
{
    private readonly NodeImport _node;
    private GraphValue _value;
    private (Operation Operation, GraphValue[] Inputs)? _pending;

    /// <summary>Begins with a value that is there.</summary>
    public ValueChain(NodeImport node, GraphValue value, Layout layout) => (_node, _value, Layout) = (node, value, layout);

    /// <summary>Begins with an operation on other values.</summary>
    public ValueChain(NodeImport node, Operation operation, Layout layout, params GraphValue[] inputs) =>
        (_node, _pending, Layout) = (node, (operation, inputs), layout);

    /// <summary>How the value lies by now.</summary>
    public Layout Layout { get; private set; }

    /// <summary>Adds an operation of one operand.</summary>
    public ValueChain Then(Operation operation, Layout layout)
    {
        _pending = (operation, [Value()]);
        Layout = layout;
        return this;
    }

    /// <summary>Adds an operation that keeps the layout.</summary>
    public ValueChain Then(Operation operation) => Then(operation, Layout);

    /// <summary>Sees the numbers under another layout of as many.</summary>
    public ValueChain See(Layout layout)
    {
        if (layout == Layout)
            return this;
        // Of two changes of shape only the last counts.
        if (_pending is { Operation: Reshape } pending)
            (_value, _pending) = (pending.Inputs[0], null);
        return Then(new Reshape(layout.Channels, layout.Height, layout.Width), layout);
    }

    /// <summary>The value so far, as an operand of another operation.</summary>
    public GraphValue Value()
    {
        if (_pending is not { } pending)
            return _value;
        _pending = null;
        return _value = _node.Part(pending.Operation, pending.Inputs);
    }

    /// <summary>Ends with a result of the ONNX node.</summary>
    /// <param name="output">Which.</param>
    /// <param name="shape">Its shape as ONNX sees it.</param>
    /// <param name="isWhole">Whether its numbers are whole.</param>
    public void Give(int output, int[] shape, bool isWhole = false)
    {
        See(Layout.Of(shape));
        if (_pending is { } pending)
            _value = _node.Named(output, pending.Operation, pending.Inputs);
        _node.Give(output, new OnnxValue(_value, shape, isWhole));
    }
}
