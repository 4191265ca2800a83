using System.Text.Json.Nodes;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion;

/// <summary>A trained ANN as a spiking network (SpiCalib; docs/spec/spicalib.md).</summary>
/// <param name="Graph">T time steps, burst neurons, the result read from the mean current.</param>
/// <param name="Layers">One an activation, in order.</param>
/// <param name="Warnings">Layers that stay silent, that saturate, or that may send fewer spikes than asked for.</param>
public sealed record ConvertedNetwork(SpikeGraph Graph, IReadOnlyList<ConvertedLayer> Layers, IReadOnlyList<ConversionProblem> Warnings)
{
    /// <summary>Key of the graph's metadata that tells how it was converted.</summary>
    public const string MetadataKey = "spicalib";

    /// <summary>Converts.</summary>
    /// <param name="source">The network.</param>
    /// <param name="statistics">What its activations give; may be null where all scales are given.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ConversionException">Something in it has no spiking equivalent; every offender is named.</exception>
    /// <exception cref="GraphException">Options outside their range.</exception>
    public static ConvertedNetwork Of(SourceNetwork source, ActivationStatistics? statistics, ConversionOptions options)
    {
        var problems = source.Problems(options.SignedNeurons);
        if (problems.Count > 0)
            throw new ConversionException(problems);
        if (!(options.Percentile is > 0 and <= 1))
            throw new GraphException($"the percentile is {options.Percentile}, wanted above 0 and at most 1");
        // A sum of spikes is stored as a signed byte, like the spikes themselves.
        var fits = Math.Max(1, BurstIf.SpikeLimit / source.LargestSum);
        var warnings = new List<ConversionProblem>();
        if (options.Neuron.MaxSpikes > fits)
        {
            options = options with { Neuron = options.Neuron with { MaxSpikes = fits } };
            warnings.Add(ConversionProblem.FewerSpikes(source.LargestSum, fits));
        }
        var layers = new Dictionary<string, ConvertedLayer>(StringComparer.Ordinal);
        foreach (var name in source.Neurons)
        {
            var activation = (Relu)source.Graph.Node(name).Operation;
            var seen = statistics?.Layers.GetValueOrDefault(name);
            var scale = GroupScale(name, source, statistics, options);
            var saturating = seen?.ShareAbove(c => (double)options.Neuron.MaxSpikes * scale[scale.Length == 1 ? 0 : c]) ?? 0;
            layers.Add(name, new ConvertedLayer(name, scale, seen?.Largest ?? 0, saturating));
            if (seen is { Largest: 0 })
                warnings.Add(ConversionProblem.Silent(name));
            else if (saturating > 0.01)
                warnings.Add(ConversionProblem.Saturating(name, saturating, (double)options.Neuron.MaxSpikes * scale.Max()));
        }
        var info = source.Graph.Info with { TimeSteps = options.TimeSteps, Metadata = Metadata(source.Graph.Info, options) };
        var graph = SpikingGraphWriter.Run(
            source,
            name => NeuronOf(name, (Relu)source.Graph.Node(name).Operation, layers[name].Scale, options),
            options.MaxPooling,
            info
        );
        return new ConvertedNetwork(graph, [.. layers.Values], warnings);
    }

    // The scale of a neuron; of a group that shares one, the largest of its members' scales.
    private static float[] GroupScale(string name, SourceNetwork source, ActivationStatistics? statistics, ConversionOptions options)
    {
        float[] Own(string neuron, ConversionOptions how) =>
            Scale(neuron, (Relu)source.Graph.Node(neuron).Operation, statistics?.Layers.GetValueOrDefault(neuron), how);
        string[] group = [.. source.Neurons.Where(neuron => source.GroupOf(neuron) == source.GroupOf(name))];
        if (group.Length == 1 || options.GivenScales.ContainsKey(name))
            return Own(name, options);
        var largest = group.Max(neuron => Own(neuron, options with { Scales = ScaleMode.Layer })[0]);
        return [MathF.Min(largest, group.Min(neuron => MostScale((Relu)source.Graph.Node(neuron).Operation, options)))];
    }

    private static float[] Scale(string name, Relu activation, LayerActivations? seen, ConversionOptions options)
    {
        if (!options.GivenScales.TryGetValue(name, out var scale))
        {
            if (seen is null)
                throw new GraphException("it has neither a given scale nor calibration activations", name);
            var layer = options.Scales == ScaleMode.Layer || seen.IsFlat;
            scale = layer ? [seen.LayerScale(options.Percentile)] : seen.ChannelScales(options.Percentile);
        }
        var factor = options.ScaleFactors.GetValueOrDefault(name, 1);
        var most = MostScale(activation, options);
        return Array.ConvertAll(scale, s =>
        {
            var scaled = MathF.Max((float)(s * factor), 1e-10f);
            return MathF.Min(options.RoundsToPowerOfTwo ? MathF.Pow(2, MathF.Ceiling(MathF.Log2(scaled))) : scaled, most);
        });
    }

    // A neuron sends at most γ spikes a step, each worth λ. With λ = c/γ that is the activation's clip at c.
    private static float MostScale(Relu activation, ConversionOptions options)
    {
        if (activation.Ceiling is not { } ceiling)
            return float.MaxValue;
        var most = ceiling / options.Neuron.MaxSpikes;
        return options.RoundsToPowerOfTwo ? MathF.Pow(2, MathF.Floor(MathF.Log2(most))) : most;
    }

    private static BurstIf NeuronOf(string name, Relu activation, float[] scale, ConversionOptions options)
    {
        var parameters = options.Neuron with { Allowance = options.Allowances.GetValueOrDefault(name, options.Neuron.Allowance) };
        if (activation.Slope > 0)
            parameters = parameters with { Calibration = SpikeCalibration.None, NegativeSlope = activation.Slope };
        return new BurstIf(parameters, new WeightTensor([scale.Length], scale));
    }

    private static Dictionary<string, string> Metadata(GraphInfo info, ConversionOptions options) =>
        new(info.Metadata, StringComparer.Ordinal)
        {
            [MetadataKey] = new JsonObject
            {
                ["timeSteps"] = options.TimeSteps,
                ["percentile"] = options.Percentile,
                ["scales"] = options.Scales.ToString(),
                ["powerOfTwo"] = options.RoundsToPowerOfTwo,
                ["gamma"] = options.Neuron.MaxSpikes,
                ["initialMembrane"] = options.Neuron.InitialMembrane,
                ["calibration"] = options.Neuron.Calibration.ToString(),
                ["allowance"] = options.Neuron.Allowance,
                ["restoresMembrane"] = options.Neuron.RestoresMembrane,
                ["maxPooling"] = options.MaxPooling.ToString(),
                ["clamp"] = options.Clamp,
            }.ToJsonString(),
        };
}
