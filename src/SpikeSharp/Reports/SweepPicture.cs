using SpikeSharp.Charts;
using SpikeSharp.Conversion;
using SpikeSharp.Evaluation.Sweep;
using SpikeSharp.Imaging;

namespace SpikeSharp.Reports;

/// <summary><c>sweep.png</c>: score and energy over the time steps, and the error of every layer.</summary>
public static class SweepPicture
{
    /// <summary>Draws it.</summary>
    /// <param name="ann">Score of the ANN.</param>
    /// <param name="scores">Of the converted network, by rising steps.</param>
    /// <param name="energy">At the same steps.</param>
    /// <param name="errors">By layer.</param>
    public static Image Draw(StepScore ann, IReadOnlyList<StepScore> scores, IReadOnlyList<EnergyOverTime> energy, ConversionErrors errors)
    {
        double[] steps = [.. scores.Select(score => Math.Log2(score.Steps))];
        var quality = ann.Values.Keys.SelectMany(
            (metric, i) =>
                (LineSeries[])
                    [
                        new(metric, steps, [.. scores.Select(score => score.Values[metric])]) { Markers = true, Colour = Palette(i) },
                        new("of the ANN", [steps[0], steps[^1]], [ann.Values[metric], ann.Values[metric]])
                        {
                            Dotted = true,
                            Colour = Palette(i),
                        },
                    ]
        );
        double[] errorSteps = [.. errors.Steps.Select(t => Math.Log2(t))];
        var layers = errors.LayerErrors.Values.Select(
            (error, i) =>
                new LineSeries("", errorSteps, [.. error.Select(e => 100 * e)])
                {
                    Colour = Shade((double)i / Math.Max(1, errors.LayerErrors.Count - 1)),
                    Width = 1,
                }
        );
        var outputs = errors.OutputErrors.Select(
            (output, i) =>
                new LineSeries($"output {output.Key}", errorSteps, [.. output.Value.Select(e => 100 * e)])
                {
                    Markers = true,
                    Colour = Palette(i),
                    Width = 2,
                }
        );
        return Figure.Render(
            [
                new LinePanel([.. quality])
                {
                    Title = "Score",
                    XLabel = "log2 T",
                    YLabel = "score",
                },
                new LinePanel([
                    new LineSeries("exact", steps, [.. energy.Select(e => e.Ratio)]) { Markers = true },
                    new LineSeries("by mean rates", steps, [.. energy.Select(e => e.FormulaMillijoules / e.AnnMillijoules)])
                    {
                        Markers = true,
                    },
                    new LineSeries("the ANN", [steps[0], steps[^1]], [1, 1]) { Dotted = true },
                ])
                {
                    Title = "Energy, of the ANN's",
                    XLabel = "log2 T",
                    YLabel = "ratio",
                },
                new LinePanel([.. layers, .. outputs])
                {
                    Title = "Error by layer, first blue to last red",
                    XLabel = "log2 T",
                    YLabel = "relative error, %",
                    YRange = new AxisRange(0, 100),
                },
            ],
            columns: 3
        );
    }

    private static Rgb Palette(int i) => Imaging.Drawing.Palette.Colour(i);

    private static Rgb Shade(double place) => new((byte)(40 + 200 * place), 90, (byte)(240 - 200 * place));
}
