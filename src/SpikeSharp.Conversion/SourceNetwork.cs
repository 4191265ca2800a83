using System.Globalization;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Rewriting;

namespace SpikeSharp.Conversion;

/// <summary>
/// The ordinary network that a conversion starts from, made ready. Batch normalisation is folded. Activations stand in front of pooling,
/// joins and upsampling. For each node it is known whether it becomes neurons, runs at every time step, or reads the mean over time.
/// </summary>
public sealed class SourceNetwork
{
    private const string ReplaceIt = "Replace it by Relu and fine-tune the network before converting.";

    private readonly Dictionary<string, List<GraphNode>> _readers;
    private readonly HashSet<string> _body = new(StringComparer.Ordinal);
    private readonly HashSet<string> _timed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seesNeurons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);
    private readonly List<string> _neurons = [];

    /// <summary>Looks at a float graph; nothing is refused yet, see <see cref="Problems"/>.</summary>
    /// <param name="graph">T = 1, with <see cref="NeuronKind.Relu"/> activations.</param>
    public SourceNetwork(SpikeGraph graph)
    {
        Graph = WithoutTwins(NeuronHoisting.Apply(BatchNormFolding.Apply(graph)));
        _readers = Graph.Nodes.ToDictionary(node => node.Name, _ => new List<GraphNode>(), StringComparer.Ordinal);
        foreach (var node in Graph.Nodes)
        {
            foreach (var input in node.Inputs)
                _readers[input].Add(node);
        }
        FindNeurons();
        FindTimed();
        GroupScales();
    }

    /// <summary>The network.</summary>
    public SpikeGraph Graph { get; }

    /// <summary>The activations that become neurons, in order.</summary>
    public IReadOnlyList<string> Neurons => _neurons;

    /// <summary>
    /// The first neuron of the group that a neuron shares its scale with; the neuron itself where it shares with none. A group shares one
    /// scale because a weighted layer reads sums of its spikes.
    /// </summary>
    internal string GroupOf(string neuron)
    {
        while (_groups.TryGetValue(neuron, out var first))
            neuron = first;
        return neuron;
    }

    /// <summary>How many layers of neurons the largest sum of spikes adds up.</summary>
    internal int LargestSum { get; private set; } = 1;

    /// <summary>Whether anything but neurons reads a sum: then the sum has to count spikes.</summary>
    internal bool IsRead(string sum) => _readers[sum].Any(reader => !_neurons.Contains(reader.Name));

    /// <summary>Whether a node is computed at every time step, because it sees neurons and stands before the last weighted layer.</summary>
    internal bool IsTimed(string node) => _timed.Contains(node);

    internal bool IsNeuron(string node) => _body.Contains(node) && Graph.Node(node).Operation is Relu;

    /// <summary>Everything that cannot be converted with these options.</summary>
    public IReadOnlyList<ConversionProblem> Problems(bool signedNeurons = false)
    {
        var problems = new List<ConversionProblem>();
        var weighted = Upstream(node => node.Operation is Convolution convolution && !IsExpectation(node, convolution));
        foreach (var node in Graph.Nodes)
        {
            if (node.Operation is Relu neuron)
            {
                if (IsNeuron(node.Name) && Refusal(node.Name, neuron, signedNeurons) is { } refusal)
                    problems.Add(refusal);
            }
            else if (!IsLinear(node) && (_body.Contains(node.Name) || weighted.Contains(node.Name)))
            {
                problems.Add(ConversionProblem.NotConvertible(node.Name, Word(node.Operation), Hint(node)));
            }
        }
        if (_neurons.Count == 0)
            problems.Add(ConversionProblem.NoNeuron);
        return problems;
    }

    /// <summary>Whether spikes may pass: linear operations, data movement, and max pooling, which is not linear but lossless.</summary>
    private bool IsLinear(GraphNode node) =>
        node.Operation switch
        {
            Input or Constant or TimeMean => true,
            var operation when CarriesSpikes(operation) => true,
            Reduce { Function: ReduceKind.Mean or ReduceKind.Sum } => true,
            Reduce { Function: ReduceKind.Max, OverChannels: false, OverHeight: true, OverWidth: true } => true,
            // Between the image and the first neurons any operation may stand: it is computed once and sees no spikes.
            _ => _neurons.Count > 0 && !node.Inputs.Any(_seesNeurons.Contains),
        };

    // Operations that may stand between neurons and the last weights: linear ones, and those that move data. Only some kinds of Reduce may;
    // the callers say which.
    private static bool CarriesSpikes(Operation operation) =>
        operation
            is Convolution
                or Add
                or Concat
                or Affine
                or Upsample
                or Resize
                or AveragePool
                or MaxPool
                or Pad
                or Spread
                or Slice
                or Gather
                or Reshape
                or Permute;

    // Two equal activations of one value become one layer of neurons, as they would send the same spikes.
    private static SpikeGraph WithoutTwins(SpikeGraph graph)
    {
        var first = new Dictionary<(string Input, Relu Neuron), string>();
        var same = new Dictionary<string, string>(StringComparer.Ordinal);
        var nodes = new List<GraphNode>();
        foreach (var node in graph.Nodes)
        {
            string[] inputs = [.. node.Inputs.Select(input => same.GetValueOrDefault(input, input))];
            if (node.Operation is Relu neuron && !first.TryAdd((inputs[0], neuron), node.Name))
                same.Add(node.Name, first[(inputs[0], neuron)]);
            else
                nodes.Add(node with { Inputs = inputs });
        }
        return new SpikeGraph(
            graph.Info,
            nodes,
            [.. graph.Outputs.Select(output => output with { Value = same.GetValueOrDefault(output.Value, output.Value) })]
        );
    }

    // A ReLU with a weighted layer behind it becomes neurons. A ReLU without one stays a ReLU, on the network's result.
    private void FindNeurons()
    {
        var weighted = Upstream(node => node.Operation is Convolution convolution && !IsExpectation(node, convolution));
        foreach (var node in Graph.Nodes)
        {
            if (node.Operation is Relu && weighted.Contains(node.Name))
                _neurons.Add(node.Name);
        }
        var neurons = _neurons.ToHashSet(StringComparer.Ordinal);
        _body.UnionWith(Upstream(node => neurons.Contains(node.Name)));
        _body.UnionWith(neurons);
        foreach (var node in Graph.Nodes)
        {
            if (neurons.Contains(node.Name) || node.Inputs.Any(_seesNeurons.Contains))
                _seesNeurons.Add(node.Name);
        }
    }

    // What leads from the last neurons to the last weighted layers reads spikes, so it runs at every time step too.
    private void FindTimed()
    {
        var toWeights = new HashSet<string>(StringComparer.Ordinal);
        for (var i = Graph.Nodes.Count - 1; i >= 0; i--)
        {
            var node = Graph.Nodes[i];
            var leads = node.Operation is Convolution || _readers[node.Name].Any(reader => toWeights.Contains(reader.Name));
            if (leads && (CarriesSpikes(node.Operation) || node.Operation is Reduce))
                toWeights.Add(node.Name);
        }
        foreach (var node in Graph.Nodes)
        {
            var sees = node.Inputs.Any(_timed.Contains);
            if (_neurons.Contains(node.Name) || (sees && (_body.Contains(node.Name) || toWeights.Contains(node.Name))))
                _timed.Add(node.Name);
        }
    }

    // Spikes can be added as counts only where each is worth the same λ. So neurons whose spikes are added share one scale.
    private void GroupScales()
    {
        var origins = new Dictionary<string, (HashSet<string> Neurons, int Terms)?>(StringComparer.Ordinal);
        foreach (var node in Graph.Nodes)
        {
            (HashSet<string> Neurons, int Terms)? origin = null;
            if (_neurons.Contains(node.Name))
                origin = ([node.Name], 1);
            else if (node.Operation is MaxPool or Upsample or Pad or Spread or Slice or Gather && _timed.Contains(node.Name))
                origin = origins[node.Inputs[0]];
            else if (
                node.Operation is Concat or Add
                && node.Inputs.All(input => origins[input] is not null)
                && (node.Operation is Concat || IsRead(node.Name))
            )
            {
                var all = node.Inputs.SelectMany(input => origins[input]!.Value.Neurons).ToHashSet(StringComparer.Ordinal);
                var terms = node.Inputs.Select(input => origins[input]!.Value.Terms);
                origin = (all, node.Operation is Add ? terms.Sum() : terms.Max());
                if (node.Operation is Add)
                {
                    foreach (var neuron in all)
                        Unite(all.First(), neuron);
                    LargestSum = Math.Max(LargestSum, origin.Value.Terms);
                }
            }
            origins.Add(node.Name, origin);
        }
    }

    private void Unite(string a, string b)
    {
        (a, b) = (GroupOf(a), GroupOf(b));
        if (a != b)
            _groups.Add(b, a);
    }

    /// <summary>All nodes that a wanted node depends on.</summary>
    private HashSet<string> Upstream(Func<GraphNode, bool> wanted)
    {
        var upstream = new HashSet<string>(StringComparer.Ordinal);
        for (var i = Graph.Nodes.Count - 1; i >= 0; i--)
        {
            var node = Graph.Nodes[i];
            if (wanted(node) || upstream.Contains(node.Name))
                upstream.UnionWith(node.Inputs);
        }
        return upstream;
    }

    // The expectation over the bins of a box's side (DFL) is written as a convolution behind a softmax.
    private bool IsExpectation(GraphNode node, Convolution convolution) =>
        convolution is { OutChannels: 1, KernelHeight: 1, KernelWidth: 1 } && Graph.Node(node.Inputs[0]).Operation is Softmax or Permute;

    private static ConversionProblem? Refusal(string name, Relu neuron, bool signedNeurons)
    {
        if (neuron.Slope == 0)
            return null;
        var parameters = string.Create(CultureInfo.InvariantCulture, $"slope {neuron.Slope}");
        if (neuron.Slope < 0)
            return ConversionProblem.Activation(name, "PRelu", parameters, "A slope below 0 cannot be converted.");
        return signedNeurons && neuron.Ceiling is null
            ? null
            : ConversionProblem.Activation(name, "LeakyRelu", parameters, "Enable SignedNeurons for LeakyRelu / use Clip with min = 0.");
    }

    private static string Word(Operation operation) =>
        operation switch
        {
            Activation activation => activation.Function.ToString(),
            Combine combine => combine.Function.ToString(),
            Reduce reduce => "Reduce" + reduce.Function,
            _ => operation.GetType().Name,
        };

    // x·sigmoid(x), as exporters write SiLU.
    private bool IsGate(GraphNode node) =>
        node.Operation is Combine { Function: CombineKind.Multiply }
        && node.Inputs.Any(input =>
            Graph.Node(input) is { Operation: Activation { Function: ActivationKind.Sigmoid } } sigmoid
            && node.Inputs.Contains(sigmoid.Inputs[0])
        );

    private string Hint(GraphNode node) =>
        IsGate(node) || (node.Operation is Activation { Function: ActivationKind.Sigmoid } && _readers[node.Name].Any(IsGate))
            ? ReplaceIt
            : Hint(node.Operation);

    private static string Hint(Operation operation) =>
        operation switch
        {
            Activation { Function: ActivationKind.Sigmoid } or Softmax => "Only allowed after the last weight layer.",
            Activation => ReplaceIt,
            Combine { Function: CombineKind.Multiply } => "Squeeze-excitation and attention are not supported.",
            _ => "Only allowed after the last weight layer.",
        };
}
