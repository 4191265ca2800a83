using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion;

/// <summary>How far a converted network is from its ANN, by layer and by time step.</summary>
/// <param name="Steps">Time steps looked at: powers of two, and T.</param>
/// <param name="LayerErrors">By activation and step: root mean square of λ·(mean spikes) − activation, as a share of the
/// activation's.</param>
/// <param name="OutputErrors">The same of each output.</param>
/// <param name="Rates">Spikes a neuron and step, by activation.</param>
/// <param name="SpikesPerImage">Of all neurons in all steps.</param>
public sealed record ConversionErrors(
    IReadOnlyList<int> Steps,
    IReadOnlyDictionary<string, double[]> LayerErrors,
    IReadOnlyDictionary<string, double[]> OutputErrors,
    IReadOnlyDictionary<string, double> Rates,
    double SpikesPerImage
)
{
    /// <summary>Runs both networks.</summary>
    /// <param name="source">The ANN.</param>
    /// <param name="graph">What it has become; its burst neurons have the names of the activations.</param>
    /// <param name="images">Inputs.</param>
    /// <param name="threads">Of the engine.</param>
    /// <param name="advance">Told of every image done.</param>
    /// <param name="cancel">Ends it between two layers.</param>
    public static ConversionErrors Measure(
        SourceNetwork source,
        SpikeGraph graph,
        IEnumerable<InputTensor> images,
        int threads,
        Action? advance = null,
        CancellationToken cancel = default
    )
    {
        var steps = StepsOf(graph.Info.TimeSteps);
        var options = new EngineOptions { Mode = EngineMode.Exact, Threads = Math.Max(1, threads) };
        using var before = new SpikeEngine(source.Graph, options with { KeepValues = true });
        using var after = new SpikeEngine(graph, options with { StepsTogether = 1 });
        var scales = graph
            .Nodes.Where(node => node.Operation is BurstIf && source.Neurons.Contains(node.Name))
            .ToDictionary(node => node.Name, node => ((BurstIf)node.Operation).Scale.Values.ToArray(), StringComparer.Ordinal);
        var layers = scales.Keys.ToDictionary(name => name, _ => new Squares(steps.Length), StringComparer.Ordinal);
        var outputs = graph.Outputs.ToDictionary(output => output.Name, _ => new Squares(steps.Length), StringComparer.Ordinal);
        var rates = new Dictionary<string, double>(StringComparer.Ordinal);
        double spikes = 0;
        var count = 0;
        foreach (var image in images)
        {
            var results = new Dictionary<string, float[]>(StringComparer.Ordinal);
            var wanted = before.Run(
                image,
                run =>
                {
                    foreach (var output in graph.Outputs)
                        results.Add(output.Name, run.Output(output.Name));
                    return run.All();
                },
                cancel
            );
            var totals = after.Count(
                image,
                (totals, values) =>
                {
                    var k = Array.IndexOf(steps, totals.Steps);
                    if (k < 0)
                        return true;
                    foreach (var (name, scale) in scales)
                        if (totals.Neurons.TryGetValue(name, out var fired))
                            layers[name].Add(k, wanted[name], fired.Net(), scale, fired.Shape.Plane, totals.Steps);
                    foreach (var output in graph.Outputs)
                        outputs[output.Name].Add(k, results[output.Name], values.Output(output.Name), [1], int.MaxValue, 1);
                    return true;
                },
                cancel
            );
            foreach (var (name, fired) in totals.Neurons)
                rates[name] = rates.GetValueOrDefault(name) + fired.SumOfUnits / fired.Shape.Count / totals.Steps;
            spikes += totals.Spikes;
            count++;
            advance?.Invoke();
        }
        return new ConversionErrors(
            steps,
            layers.ToDictionary(layer => layer.Key, layer => layer.Value.Relative),
            outputs.ToDictionary(output => output.Key, output => output.Value.Relative),
            rates.ToDictionary(rate => rate.Key, rate => rate.Value / count),
            spikes / count
        );
    }

    private static int[] StepsOf(int timeSteps) =>
        [.. Enumerable.Range(0, 11).Select(i => 1 << i).Where(t => t < timeSteps && t >= Math.Min(4, timeSteps)), timeSteps];

    private sealed class Squares(int steps)
    {
        private readonly double[] _difference = new double[steps],
            _expected = new double[steps];

        internal double[] Relative => [.. _difference.Zip(_expected, (d, e) => e == 0 ? 0 : Math.Sqrt(d / e))];

        internal void Add(int step, float[] expected, float[] counts, float[] scale, int plane, int timeSteps)
        {
            for (var i = 0; i < expected.Length; i++)
            {
                var difference = (double)counts[i] * scale[scale.Length == 1 ? 0 : i / plane] / timeSteps - expected[i];
                _difference[step] += difference * difference;
                _expected[step] += (double)expected[i] * expected[i];
            }
        }
    }
}
