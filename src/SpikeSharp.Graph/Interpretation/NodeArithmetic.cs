using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Interpretation;

/// <summary>The interpreter's arithmetic of one node without a past, for engines that have none of their own for it.</summary>
public static class NodeArithmetic
{
    private static readonly InputTensor NoImage = new(1, 1, 1, new float[1]);

    /// <summary>Computes a node for one time step, in float64.</summary>
    /// <param name="node">Neither input nor neuron nor pooling over time.</param>
    /// <param name="output">Its shape.</param>
    /// <param name="inputs">Shape and numbers, [C, H, W] row-major, of each input.</param>
    /// <returns>[C, H, W] row-major.</returns>
    public static float[] Compute(GraphNode node, ValueShape output, params (ValueShape Shape, float[] Values)[] inputs)
    {
        var context = new EvaluationContext(node.Name, output with { Timed = false }, 1, SpikeArithmetic.Integer, NoImage);
        var tensors = Array.ConvertAll(inputs, input => new ValueTensor(
            input.Shape with
            {
                Timed = false,
            },
            1,
            Array.ConvertAll(input.Values, x => (double)x)
        ));
        return node.Operation.Evaluate(in context, tensors).ToFloats();
    }

    /// <summary>Computes a node that looks at no number of its inputs.</summary>
    /// <param name="node">A constant, or positions.</param>
    /// <param name="output">Its shape.</param>
    /// <returns>[C, H, W] row-major.</returns>
    public static double[] Constant(GraphNode node, ValueShape output) =>
        node
            .Operation.Evaluate(new EvaluationContext(node.Name, output with { Timed = false }, 1, SpikeArithmetic.Integer, NoImage), [])
            .ToReals();

    /// <summary>Computes a node of one input over all time steps, what it remembers included.</summary>
    /// <param name="node">Its operation decides.</param>
    /// <param name="input">[T, C, H, W].</param>
    /// <exception cref="GraphException">The shapes do not fit.</exception>
    public static ValueTensor OverTime(GraphNode node, ValueTensor input)
    {
        var shape = node.Operation.Infer(new ShapeContext(node.Name, input.Shape.Height, input.Shape.Width), [input.Shape]);
        return node.Operation.Evaluate(new EvaluationContext(node.Name, shape, input.TimeSteps, SpikeArithmetic.Integer, NoImage), [input]);
    }

    /// <summary>Where each element of a node's output comes from, where the node only moves what one input holds.</summary>
    /// <param name="node">With <see cref="Operation.MovesSpikes"/> and one input.</param>
    /// <param name="input">Shape of its input.</param>
    /// <param name="output">Its shape.</param>
    /// <returns>Row-major index into the input for each element of the output; −1 for zeros.</returns>
    public static int[] Places(GraphNode node, ValueShape input, ValueShape output)
    {
        var context = new EvaluationContext(node.Name, output with { Timed = false }, 1, SpikeArithmetic.Integer, NoImage);
        var numbers = new double[input.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = i + 1;
        return Array.ConvertAll(
            node.Operation.Evaluate(in context, [new ValueTensor(input with { Timed = false }, 1, numbers)]).ToReals(),
            x => (int)x - 1
        );
    }
}
