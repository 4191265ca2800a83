using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion;

/// <summary>
/// Writes the spiking network node by node (docs/spec/spicalib.md 1.4, 1.7, 1.8). Activations become neurons. λ is multiplied into the
/// weights that read spikes. Max pooling becomes lossless. Behind the last weighted layer stands the mean over time.
/// </summary>
internal sealed class SpikingGraphWriter
{
    private readonly SourceNetwork _source;
    private readonly Func<string, BurstIf> _neuron;
    private readonly PoolingOverTime _pooling;
    private readonly IReadOnlyDictionary<string, ValueShape> _shapes;
    private readonly List<GraphNode> _nodes = [];
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, Written> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _currents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _means = new(StringComparer.Ordinal);

    private SpikingGraphWriter(SourceNetwork source, Func<string, BurstIf> neuron, PoolingOverTime pooling)
    {
        (_source, _neuron, _pooling) = (source, neuron, pooling);
        _names = [.. source.Graph.Nodes.Select(node => node.Name)];
        _shapes = source.Graph.InferShapes();
    }

    /// <summary>What a value of the ANN has become in the spiking network.</summary>
    /// <param name="Name">Of the node.</param>
    /// <param name="Timed">Whether it has a value of its own at every time step.</param>
    /// <param name="Scale">λ by channel, if the value counts spikes; null if it is in the units of the ANN.</param>
    /// <param name="MaxSpikes">Most spikes of a step; 0 if averaging made fractions of them.</param>
    /// <param name="MayBeNegative">Whether the count may be below 0.</param>
    private readonly record struct Written(string Name, bool Timed, float[]? Scale, int MaxSpikes = 0, bool MayBeNegative = false);

    /// <param name="source">Without problems.</param>
    /// <param name="neuron">The neurons of an activation.</param>
    /// <param name="pooling">How max pooling treats spikes.</param>
    /// <param name="info">Of the new graph.</param>
    internal static SpikeGraph Run(SourceNetwork source, Func<string, BurstIf> neuron, PoolingOverTime pooling, GraphInfo info)
    {
        var writer = new SpikingGraphWriter(source, neuron, pooling);
        foreach (var node in source.Graph.Nodes)
            writer._values.Add(node.Name, writer.Write(node));
        GraphOutput[] outputs = [.. source.Graph.Outputs.Select(output => output with { Value = writer.Mean(output.Value) })];
        return new SpikeGraph(info, writer._nodes, outputs);
    }

    private Written Write(GraphNode node)
    {
        if (node.Operation is TimeMean)
            return new Written(Mean(node.Inputs[0]), Timed: false, Scale: null);
        if (!node.Inputs.Any(input => _values[input].Timed) && !_source.IsNeuron(node.Name))
            return Same(node, [.. node.Inputs.Select(input => _values[input].Name)], timed: false);
        if (!_source.IsTimed(node.Name))
            return Same(node, [.. node.Inputs.Select(Mean)], timed: false);
        return node.Operation switch
        {
            Relu activation => Neurons(node, activation),
            Convolution convolution => Weighted(node, convolution),
            Affine affine => Scaled(node, affine),
            Add => Added(node),
            Concat => Joined(node),
            MaxPool pool => Pooled(node, pool),
            Reduce { Function: ReduceKind.Max } => Pooled(node, new MaxPool(PoolingWindow.Whole)),
            _ => Moved(node),
        };
    }

    private Written Neurons(GraphNode node, Relu activation)
    {
        var input = _values[node.Inputs[0]];
        // A ReLU leaves counts of 0 or more as they are, so it needs no neurons of its own.
        if (input is { Scale: not null, MayBeNegative: false } && activation.Ceiling is null)
            return input;
        var neuron = _neuron(node.Name);
        Write(node.Name, neuron, Current(node.Inputs[0]));
        return new Written(
            node.Name,
            Timed: true,
            ByChannel(neuron.Scale, _shapes[node.Name].Channels),
            neuron.MaxSpikes,
            activation.Slope > 0
        );
    }

    private Written Weighted(GraphNode node, Convolution convolution)
    {
        var input = _values[node.Inputs[0]];
        Write(node.Name, (input.Scale is null ? convolution : Fold(convolution, input.Scale)) with { Factors = [] }, input.Name);
        return new Written(node.Name, Timed: true, Scale: null);
    }

    // k·(λ·n) + s is a 1×1 convolution of each channel alone, with weight k·λ and bias s.
    private Written Scaled(GraphNode node, Affine affine)
    {
        var input = _values[node.Inputs[0]];
        if (input.Scale is null)
            return Same(node, [input.Name], timed: true);
        Write(node.Name, Diagonal([.. input.Scale.Select((scale, c) => scale * affine.Scale.Values[c])], affine.Shift), input.Name);
        return new Written(node.Name, Timed: true, Scale: null);
    }

    // Counts are added as counts if their spikes have one λ and a weighted layer reads the sum. All else is added in the units of the ANN.
    private Written Added(GraphNode node)
    {
        var first = _values[node.Inputs[0]];
        var spikes =
            _source.IsRead(node.Name)
            && node.Inputs.All(input =>
                _values[input] is { Scale: { } scale, MaxSpikes: > 0 } && scale.AsSpan().SequenceEqual(first.Scale)
            );
        var most = spikes ? node.Inputs.Sum(input => _values[input].MaxSpikes) : 0;
        if (most is 0 or > sbyte.MaxValue)
            return Same(node, [.. node.Inputs.Select(Current)], timed: true);
        Write(node.Name, new Add { OfSpikes = true }, [.. node.Inputs.Select(input => _values[input].Name)]);
        return new Written(node.Name, Timed: true, first.Scale, most, AnyMayBeNegative(node));
    }

    private Written Joined(GraphNode node)
    {
        var spikes = node.Inputs.All(input => _values[input].Scale is not null);
        Write(node.Name, node.Operation, [.. node.Inputs.Select(input => spikes ? _values[input].Name : Current(input))]);
        return new Written(
            node.Name,
            Timed: true,
            spikes ? [.. node.Inputs.SelectMany(input => _values[input].Scale!)] : null,
            MostOf(node),
            AnyMayBeNegative(node)
        );
    }

    private Written Pooled(GraphNode node, MaxPool pool)
    {
        var input = _values[node.Inputs[0]];
        Write(node.Name, pool with { OverTime = _pooling }, input.Name);
        return input with { Name = node.Name };
    }

    private Written Moved(GraphNode node)
    {
        var input = _values[node.Inputs[0]];
        var scale = input.Scale is null
            ? null
            : ScaleFlow.Through(node.Operation, input.Scale, _shapes[node.Inputs[0]], _shapes[node.Name]);
        Write(node.Name, node.Operation, scale is null ? Current(node.Inputs[0]) : input.Name);
        // A cubic resize overshoots, so it can make negative values of positive ones.
        return new Written(
            node.Name,
            Timed: true,
            scale,
            node.Operation.MovesSpikes ? input.MaxSpikes : 0,
            input.MayBeNegative || node.Operation is Resize { Mode: ResizeKind.Cubic }
        );
    }

    private bool AnyMayBeNegative(GraphNode node) => node.Inputs.Any(input => _values[input].MayBeNegative);

    private int MostOf(GraphNode node) =>
        node.Inputs.Any(input => _values[input].MaxSpikes == 0) ? 0 : node.Inputs.Max(input => _values[input].MaxSpikes);

    private Written Same(GraphNode node, string[] inputs, bool timed)
    {
        Write(node.Name, node.Operation, inputs);
        return new Written(node.Name, timed, Scale: null);
    }

    /// <summary>The value at each step in the units of the ANN: the spikes times λ.</summary>
    private string Current(string value)
    {
        var written = _values[value];
        if (written.Scale is null)
            return written.Name;
        if (_currents.TryGetValue(value, out var current))
            return current;
        current = Unused(value + ".scaled");
        Write(current, Diagonal(written.Scale, null), written.Name);
        return _currents[value] = current;
    }

    /// <summary>The value's mean over time, in the units of the ANN.</summary>
    private string Mean(string value)
    {
        var written = _values[value];
        if (!written.Timed)
            return written.Name;
        if (_means.TryGetValue(value, out var mean))
            return mean;
        mean = Unused(value + ".mean");
        Write(mean, new TimeMean(), written.Name);
        if (written.Scale is { } scale)
        {
            var counts = mean;
            mean = Unused(value + ".value");
            Write(
                mean,
                new Affine(new WeightTensor([scale.Length], scale), new WeightTensor([scale.Length], new float[scale.Length])),
                counts
            );
        }
        return _means[value] = mean;
    }

    /// <summary>W′[o, i] = W[o, i]·λ[i].</summary>
    private static Convolution Fold(Convolution convolution, float[] scale)
    {
        var weight = convolution.Weight.Values.ToArray();
        int inputs = convolution.Weight.Shape[1],
            taps = convolution.KernelHeight * convolution.KernelWidth,
            perGroup = convolution.OutChannels / convolution.Groups;
        for (var i = 0; i < weight.Length; i++)
        {
            var (o, rest) = Math.DivRem(i, inputs * taps);
            weight[i] *= scale[o / perGroup * inputs + rest / taps];
        }
        return convolution with { Weight = new WeightTensor([.. convolution.Weight.Shape], weight) };
    }

    private static Convolution Diagonal(float[] scale, WeightTensor? bias) =>
        new(new WeightTensor([scale.Length, 1, 1, 1], scale), bias, Groups: scale.Length);

    private static float[] ByChannel(WeightTensor scale, int channels)
    {
        var all = new float[channels];
        for (var c = 0; c < channels; c++)
            all[c] = scale.Values[scale.Values.Length == 1 ? 0 : c];
        return all;
    }

    private void Write(string name, Operation operation, params string[] inputs) => _nodes.Add(new GraphNode(name, operation, inputs));

    private string Unused(string name)
    {
        while (!_names.Add(name))
            name += "'";
        return name;
    }
}
