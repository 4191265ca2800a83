using SpikeSharp.Graph.Interpretation;

namespace SpikeSharp.Graph.Verification;

/// <summary>Runs a graph with integer spikes and as binary virtual steps, each from the image on, and counts differing spikes.</summary>
public static class IntegerBinaryVerification
{
    /// <summary>Compares every spike of every layer for every image.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="images">Inputs; read one at a time.</param>
    /// <exception cref="GraphException">The network cannot take an image.</exception>
    public static VerificationReport Run(SpikeGraph graph, IEnumerable<InputTensor> images)
    {
        var integer = new ReferenceInterpreter(graph, SpikeArithmetic.Integer);
        var binary = new ReferenceInterpreter(graph, SpikeArithmetic.Binary);
        var layers = new OrderedDictionary<string, NeuronComparison>(StringComparer.Ordinal);
        var outputs = new OrderedDictionary<string, OutputComparison>(StringComparer.Ordinal);
        var count = 0;
        foreach (var image in images)
        {
            var spikes = new Dictionary<string, ValueTensor>(StringComparer.Ordinal);
            var first = integer.Run(image, evaluation =>
            {
                if (IsSpikingLayer(evaluation))
                    spikes.Add(evaluation.Node.Name, evaluation.Output);
            });
            var second = binary.Run(image, evaluation =>
            {
                if (!IsSpikingLayer(evaluation))
                    return;
                var name = evaluation.Node.Name;
                var sofar = layers.GetValueOrDefault(name, new NeuronComparison(name, 0, 0));
                layers[name] = Compare(sofar, spikes[name].Spikes, evaluation.Output.Spikes);
                spikes.Remove(name);
            });
            foreach (var (name, value) in first.Outputs)
                outputs[name] = Compare(outputs.GetValueOrDefault(name, new OutputComparison(name, 0, 0)), value, second.Outputs[name]);
            count++;
        }
        return new VerificationReport(count, [.. layers.Values], [.. outputs.Values]);
    }

    private static bool IsSpikingLayer(NodeEvaluation evaluation) => evaluation.Node.Operation is Operations.SpikingNeuron;

    private static NeuronComparison Compare(NeuronComparison sofar, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        long differing = 0;
        for (var i = 0; i < a.Length; i++)
            differing += a[i] == b[i] ? 0 : 1;
        return sofar with { Compared = sofar.Compared + a.Length, Differing = sofar.Differing + differing };
    }

    private static OutputComparison Compare(OutputComparison sofar, ValueTensor a, ValueTensor b)
    {
        var (left, right) = (a.ToReals(), b.ToReals());
        var largest = sofar.LargestDifference;
        for (var i = 0; i < left.Length; i++)
        {
            // Equal infinities differ by nothing; a number that is none anywhere must not pass for a small difference.
            var difference = left[i] == right[i] ? 0 : Math.Abs(left[i] - right[i]);
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        }
        return sofar with { Compared = sofar.Compared + left.Length, LargestDifference = largest };
    }
}
