using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion.Search;

/// <summary>What a search minimises: ln(error) + w·ln(spikes) of a conversion, on fixed images and at the T that is to be deployed
/// (docs/spec/spicalib.md 4.2).</summary>
/// <remarks>The error of class scores is the KL divergence of their softmax, a mean over images and pixels. The error of all other outputs
/// is the mean square of the difference, each map in units of its standard deviation in the ANN. Signed neurons that start half full are
/// not simulated: one pass of <see cref="QuantisedTwin"/> gives the same outputs and the net spikes (8.1).</remarks>
public sealed class ConversionObjective
{
    private readonly SourceNetwork _source;
    private readonly ActivationStatistics _statistics;
    private readonly IReadOnlyList<InputTensor> _images;
    private readonly EngineOptions _engine;
    private readonly double _spikeWeight;
    private readonly string[] _outputs;
    private readonly bool _scoresClasses;
    private readonly float[][][] _wanted;
    private readonly double[] _variances;

    /// <param name="source">The network.</param>
    /// <param name="statistics">What its activations give.</param>
    /// <param name="images">Of the training or validation split, never of the test split.</param>
    /// <param name="threads">Of the engine.</param>
    /// <param name="spikeWeight">w; 0 leaves spikes out.</param>
    public ConversionObjective(
        SourceNetwork source,
        ActivationStatistics statistics,
        IReadOnlyList<InputTensor> images,
        int threads,
        double spikeWeight = 0
    )
    {
        (_source, _statistics, _images, _spikeWeight) = (source, statistics, images, spikeWeight);
        _engine = new EngineOptions { Mode = EngineMode.Exact, Threads = Math.Max(1, threads) };
        var graph = source.Graph;
        bool Decoded(GraphOutput output) => graph.Node(output.Value).Operation is DetectionHead;
        string[] raw = [.. graph.Outputs.Where(output => !Decoded(output)).Select(output => output.Name)];
        _outputs = raw.Length > 0 ? raw : [.. graph.Outputs.Select(output => output.Name)];
        _scoresClasses = graph.Info.ClassNames.Count > 1 && !graph.Outputs.Any(Decoded);
        using var engine = new SpikeEngine(graph, _engine);
        _wanted = [.. images.Select(image => engine.Run(image, Outputs))];
        _variances = [.. _outputs.Select((_, o) => Variance(_wanted.Select(image => image[o])))];
    }

    /// <summary>Converts with these options, runs, and compares.</summary>
    /// <param name="options">Of the conversion.</param>
    /// <param name="cancel">Ends it between two layers.</param>
    public double Evaluate(ConversionOptions options, CancellationToken cancel)
    {
        var converted = ConvertedNetwork.Of(_source, _statistics, options);
        // The quantised ANN is the same network only if no neuron saturates, pooling is lossless, and no activation has a negative side.
        var exact =
            options.Neuron is { Calibration: SpikeCalibration.Signed, InitialMembrane: 0.5, MaxSpikes: BurstIf.SpikeLimit }
            && converted.Layers.All(layer => layer.Saturating == 0)
            && (
                options.MaxPooling == PoolingOverTime.Lossless
                || !_source.Graph.Nodes.Any(node => node.Operation is MaxPool or Reduce { Function: ReduceKind.Max })
            )
            && _source.Neurons.All(name => _source.Graph.Node(name).Operation is Relu { Slope: 0 });
        double error = 0,
            spikes = 0;
        if (exact)
        {
            var scales = converted.Layers.ToDictionary(layer => layer.Name, layer => layer.Scale, StringComparer.Ordinal);
            var twin = QuantisedTwin.Of(_source, scales, options.TimeSteps);
            using var engine = new SpikeEngine(twin, _engine with { KeepValues = _spikeWeight != 0 });
            for (var i = 0; i < _images.Count; i++)
            {
                double net = 0;
                error += Error(
                    i,
                    engine.Run(
                        _images[i],
                        run =>
                        {
                            if (_spikeWeight != 0)
                                foreach (var (name, scale) in scales)
                                    net += Counts(run.Value(name), scale, options.TimeSteps);
                            return Outputs(run);
                        },
                        cancel
                    )
                );
                spikes += net;
            }
        }
        else
        {
            using var engine = new SpikeEngine(converted.Graph, _engine);
            for (var i = 0; i < _images.Count; i++)
            {
                float[][] found = [];
                if (_spikeWeight == 0)
                    found = engine.Run(_images[i], Outputs, cancel);
                else
                    spikes += engine
                        .Count(_images[i], (totals, run) => Last(totals.Steps, options.TimeSteps, run, ref found), cancel)
                        .Spikes;
                error += Error(i, found);
            }
        }
        // Bounds keep the logarithms finite: an error below rounding counts as one, and no spike at all counts as one spike.
        var score = Math.Log(Math.Max(error / _images.Count, 1e-12));
        return _spikeWeight == 0 ? score : score + _spikeWeight * Math.Log(Math.Max(1, spikes / _images.Count));
    }

    private bool Last(int done, int all, EngineValues run, ref float[][] found)
    {
        if (done == all)
            found = Outputs(run);
        return true;
    }

    private static double Counts(float[] values, float[] scale, int timeSteps)
    {
        var plane = values.Length / scale.Length;
        double sum = 0;
        for (var i = 0; i < values.Length; i++)
            sum += values[i] * timeSteps / scale[scale.Length == 1 ? 0 : i / plane];
        return sum;
    }

    private float[][] Outputs(EngineValues run)
    {
        var values = new float[_outputs.Length][];
        for (var o = 0; o < values.Length; o++)
            values[o] = run.Output(_outputs[o]);
        return values;
    }

    private double Error(int image, float[][] found)
    {
        double error = 0;
        for (var o = 0; o < _outputs.Length; o++)
            error += _scoresClasses
                ? Divergence(_wanted[image][o], found[o], _source.Graph.Info.ClassNames.Count)
                : Square(_wanted[image][o], found[o]) / _variances[o];
        return error / _outputs.Length;
    }

    private static double Square(float[] wanted, float[] found)
    {
        double sum = 0;
        for (var i = 0; i < wanted.Length; i++)
            sum += ((double)found[i] - wanted[i]) * ((double)found[i] - wanted[i]);
        return sum / wanted.Length;
    }

    /// <summary>Σ P·(ln P − ln Q) over the classes, a mean over pixels; of scores [classes, H, W].</summary>
    private static double Divergence(float[] wanted, float[] found, int classes)
    {
        if (wanted.Length % classes != 0)
            return Square(wanted, found);
        var pixels = wanted.Length / classes;
        double sum = 0;
        for (var at = 0; at < pixels; at++)
        {
            double p = LogSum(wanted, at, pixels, classes),
                q = LogSum(found, at, pixels, classes);
            for (var c = 0; c < classes; c++)
            {
                var logP = wanted[c * pixels + at] - p;
                sum += Math.Exp(logP) * (logP - (found[c * pixels + at] - q));
            }
        }
        return sum / pixels;
    }

    private static double LogSum(float[] scores, int at, int pixels, int classes)
    {
        double largest = double.NegativeInfinity,
            sum = 0;
        for (var c = 0; c < classes; c++)
            largest = Math.Max(largest, scores[c * pixels + at]);
        for (var c = 0; c < classes; c++)
            sum += Math.Exp(scores[c * pixels + at] - largest);
        return largest + Math.Log(sum);
    }

    private static double Variance(IEnumerable<float[]> images)
    {
        double sum = 0,
            squares = 0,
            count = 0;
        foreach (var values in images)
        {
            foreach (var value in values)
                (sum, squares, count) = (sum + value, squares + (double)value * value, count + 1);
        }
        var variance = squares / count - sum / count * (sum / count);
        return variance > 0 ? variance : 1;
    }
}
