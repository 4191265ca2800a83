using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion;

/// <summary>Folds the scale and shift of each channel behind a convolution (a batch normalisation) into its weights
/// (docs/spec/spicalib.md 1.5).</summary>
public static class BatchNormFolding
{
    /// <summary>
    /// Folds every affine step whose convolution nothing else reads. The convolution takes the name of the affine step.
    /// </summary>
    public static SpikeGraph Apply(SpikeGraph graph)
    {
        var readers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Outputs.Select(output => output.Value)))
            readers[name] = readers.GetValueOrDefault(name) + 1;
        var nodes = new List<GraphNode>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            if (
                node.Operation is Affine affine
                && readers[node.Inputs[0]] == 1
                && places.TryGetValue(node.Inputs[0], out var place)
                && nodes[place].Operation is Convolution convolution
            )
            {
                nodes[place] = new GraphNode(node.Name, Fold(convolution, affine), nodes[place].Inputs);
                places[node.Name] = place;
                continue;
            }
            places[node.Name] = nodes.Count;
            nodes.Add(node);
        }
        return new SpikeGraph(graph.Info, nodes, graph.Outputs);
    }

    /// <summary>W′ = W·k, b′ = b·k + shift; stride, padding, dilation and groups stay.</summary>
    public static Convolution Fold(Convolution convolution, Affine affine)
    {
        int outputs = convolution.OutChannels,
            size = convolution.Weight.Values.Length / outputs;
        var weight = new float[convolution.Weight.Values.Length];
        var bias = new float[outputs];
        for (var o = 0; o < outputs; o++)
        {
            double k = affine.Scale.Values[o];
            for (var i = o * size; i < (o + 1) * size; i++)
                weight[i] = (float)(convolution.Weight.Values[i] * k);
            bias[o] = (float)((convolution.Bias?.Values[o] ?? 0) * k + affine.Shift.Values[o]);
        }
        return convolution with
        {
            Weight = new WeightTensor([.. convolution.Weight.Shape], weight),
            Bias = new WeightTensor([outputs], bias),
            Factors = [],
        };
    }
}
