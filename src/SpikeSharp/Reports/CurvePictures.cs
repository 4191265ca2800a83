using System.Globalization;
using SpikeSharp.Charts;
using SpikeSharp.Imaging;
using SpikeSharp.Metrics;

namespace SpikeSharp.Reports;

/// <summary>Precision, recall and F1 as curves: <c>PR_curve.png</c>, <c>F1_curve.png</c>, <c>P_curve.png</c>, <c>R_curve.png</c>.</summary>
public static class CurvePictures
{
    // More lines than the palette has colours cannot be told apart.
    private const int MostNamed = 20;

    private static readonly double[] Points =
    [
        .. Enumerable.Range(0, DetectionReport.CurvePoints).Select(i => (double)i / (DetectionReport.CurvePoints - 1)),
    ];

    /// <summary>Draws the four pictures.</summary>
    /// <param name="pictures">Takes them.</param>
    /// <param name="report">The numbers.</param>
    /// <param name="names">Class names, by class.</param>
    public static void Save(PictureFolder pictures, DetectionReport report, IReadOnlyList<string> names)
    {
        pictures.Add("PR_curve.png", () =>
            Draw(
                report,
                names,
                c => c.PrecisionByRecall,
                "Precision over recall",
                "Recall",
                "Precision",
                c => string.Create(CultureInfo.InvariantCulture, $" {c.Ap50:0.000}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"all classes {report.Map50:0.000} mAP50")
            )
        );
        pictures.Add("F1_curve.png", () => OverConfidence(report, names, c => c.F1Curve, "F1"));
        pictures.Add("P_curve.png", () => OverConfidence(report, names, c => c.PrecisionCurve, "Precision"));
        pictures.Add("R_curve.png", () => OverConfidence(report, names, c => c.RecallCurve, "Recall"));
    }

    private static Image OverConfidence(
        DetectionReport report,
        IReadOnlyList<string> names,
        Func<ClassReport, IReadOnlyList<double>> curve,
        string what
    ) =>
        Draw(
            report,
            names,
            curve,
            $"{what} over confidence",
            "Confidence",
            what,
            _ => "",
            mean =>
            {
                var best = Array.IndexOf(mean, mean.Max());
                return string.Create(CultureInfo.InvariantCulture, $"all classes {mean[best]:0.00} at {Points[best]:0.000}");
            }
        );

    private static Image Draw(
        DetectionReport report,
        IReadOnlyList<string> names,
        Func<ClassReport, IReadOnlyList<double>> curve,
        string title,
        string xLabel,
        string yLabel,
        Func<ClassReport, string> number,
        Func<double[], string> meanName
    )
    {
        var few = report.Classes.Count <= MostNamed;
        var lines = report
            .Classes.Select(c =>
                few
                    ? new LineSeries(names[c.Class] + number(c), Points, curve(c))
                    {
                        Colour = Imaging.Drawing.Palette.Colour(c.Class),
                        Width = 1,
                    }
                    : new LineSeries("", Points, curve(c)) { Colour = Rgb.Grey(190), Width = 0.5 }
            )
            .ToList();
        if (report.Classes.Count > 0)
        {
            double[] mean = [.. Points.Select((_, i) => report.Classes.Average(c => curve(c)[i]))];
            lines.Add(new LineSeries(meanName(mean), Points, mean) { Colour = Rgb.Black, Width = 3 });
        }
        var panel = new LinePanel(lines)
        {
            Title = title,
            XLabel = xLabel,
            YLabel = yLabel,
            XRange = AxisRange.Unit,
            YRange = new(0, 1.02),
            Legend = LegendPlace.Right,
        };
        return Figure.Render([panel], columns: 1, panelWidth: 960, panelHeight: 640);
    }
}
