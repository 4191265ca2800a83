using SpikeSharp.Charts;
using SpikeSharp.Conversion.Search;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Reports;

/// <summary><c>trials.png</c>: the objective trial by trial with the best so far, and against each setting that was searched.</summary>
public static class TrialsPicture
{
    // Objectives that lie further apart are shown by their logarithm.
    private const double WideRange = 20;

    /// <summary>Draws them.</summary>
    /// <param name="trials">At least one.</param>
    /// <param name="spaces">What was searched.</param>
    public static Image Draw(IReadOnlyList<SearchTrial> trials, IReadOnlyList<SearchSpace> spaces)
    {
        var (low, high) = (trials.Min(trial => trial.Objective), trials.Max(trial => trial.Objective));
        var logarithmic = low > 0 && high / low > WideRange;
        var label = logarithmic ? "log10 objective" : "objective";
        var best = new LineSeries(
            "best so far",
            [.. trials.Select(trial => (double)trial.Number)],
            [.. trials.Select(trial => Height(trial.Best))]
        )
        {
            Colour = Rgb.Black,
        };
        var kinds = trials.GroupBy(trial => trial.Kind).Select(group => Dots(group.Key.ToString(), group, trial => trial.Number));
        var byTrial = new LinePanel([best, .. kinds])
        {
            Title = "Objective",
            XLabel = "trial",
            YLabel = label,
            XRange = new(0, Math.Max(5, trials[^1].Number + 1)),
            Legend = LegendPlace.Inside,
        };
        var bySetting = spaces.SelectMany(space =>
            space.Dimensions.Select(d => new LinePanel([Dots("", Of(space), trial => d.Coordinate(trial.Point[d.Name]))])
            {
                Title = d.Name,
                XLabel = d.AxisLabel,
                YLabel = label,
                Legend = LegendPlace.None,
            })
        );
        Panel[] panels = [byTrial, .. bySetting];
        return Figure.Render(panels, columns: Math.Min(3, panels.Length));

        double Height(double objective) => logarithmic ? Math.Log10(objective) : objective;

        IEnumerable<SearchTrial> Of(SearchSpace space) =>
            trials.Where(trial => trial.Kind != TrialKind.Layer && trial.Point.Names.SequenceEqual(space.Names));

        LineSeries Dots(string name, IEnumerable<SearchTrial> shown, Func<SearchTrial, double> x) =>
            new(name, [.. shown.Select(x)], [.. shown.Select(trial => Height(trial.Objective))])
            {
                Colour = name.Length > 0 ? null : Palette.Colour(0),
                Width = 2,
                Joined = false,
            };
    }
}
