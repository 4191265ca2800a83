using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Energy;

namespace SpikeSharp.Evaluation.Sweep;

/// <summary>Spikes and energy of a converted network after some time steps, beside its ANN (docs/spec/spicalib.md 5.1).</summary>
/// <param name="Steps">Time steps.</param>
/// <param name="SpikesPerImage">Of all neurons, those taken back included.</param>
/// <param name="Millijoules">MACs of layers that see no spikes, and every accumulation of those that do, borders exact.</param>
/// <param name="FormulaMillijoules">The same by mean rates.</param>
/// <param name="AnnMillijoules">All MACs of the ANN.</param>
public sealed record EnergyOverTime(int Steps, double SpikesPerImage, double Millijoules, double FormulaMillijoules, double AnnMillijoules)
{
    /// <summary>Of the ANN's energy.</summary>
    public double Ratio => Millijoules / AnnMillijoules;

    /// <summary>Runs some images and counts.</summary>
    /// <param name="ann">What it was converted from.</param>
    /// <param name="graph">Converted.</param>
    /// <param name="steps">Time steps, rising.</param>
    /// <param name="images">At least one.</param>
    /// <param name="options">How the engine runs it.</param>
    /// <param name="advance">Told of every image done.</param>
    /// <param name="cancel">Ends it between two layers.</param>
    public static IReadOnlyList<EnergyOverTime> Measure(
        SpikeGraph ann,
        SpikeGraph graph,
        IReadOnlyList<int> steps,
        IEnumerable<InputTensor> images,
        EngineOptions options,
        Action? advance = null,
        CancellationToken cancel = default
    )
    {
        var macs = new OperationCounter(ann);
        var nothing = new Dictionary<string, SpikeTotals>();
        var counters = steps.Select(step => new OperationCounter(graph.With(step))).ToArray();
        var spikes = new double[steps.Count];
        var count = 0;
        using var engine = new SpikeEngine(
            graph,
            options with
            {
                TimeSteps = steps[^1],
                StepsTogether = RunsOverTime.Together(steps),
                SpikesOnly = true,
            }
        );
        foreach (var image in images)
        {
            var k = 0;
            macs.Add(image, nothing, nothing);
            engine.Count(
                image,
                (totals, _) =>
                {
                    if (totals.Steps != steps[k])
                        return true;
                    counters[k].Add(image, totals.Inputs, totals.Neurons);
                    spikes[k] += totals.Spikes;
                    return ++k < steps.Count;
                },
                cancel
            );
            count++;
            advance?.Invoke();
        }
        var annMillijoules = EnergyReport.Of(macs.Average(), EnergyModel.Float32).Ann.Millijoules;
        return
        [
            .. steps.Select(
                (step, k) =>
                {
                    var report = EnergyReport.Of(counters[k].Average(), EnergyModel.Float32);
                    return new EnergyOverTime(step, spikes[k] / count, report.ExactMillijoules, report.Millijoules, annMillijoules);
                }
            ),
        ];
    }
}
