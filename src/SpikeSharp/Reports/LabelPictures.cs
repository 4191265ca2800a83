using SpikeSharp.Charts;
using SpikeSharp.Data.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Reports;

/// <summary>What the labels of a data set are like: <c>labels.jpg</c> and <c>labels_correlogram.jpg</c>.</summary>
public static class LabelPictures
{
    private static readonly string[] Sides = ["x", "y", "width", "height"];

    /// <summary>Draws both pictures.</summary>
    /// <param name="pictures">Takes them.</param>
    /// <param name="data">The split.</param>
    /// <param name="names">Class names, by class.</param>
    public static void Save(PictureFolder pictures, DetectionData data, IReadOnlyList<string> names)
    {
        ObjectLabel[] labels = [.. data.Images.SelectMany(image => image.Labels)];
        double[][] columns = [Column(l => l.X), Column(l => l.Y), Column(l => l.Width), Column(l => l.Height)];
        pictures.Add("labels.jpg", () => Overview(labels, columns, names));
        pictures.Add("labels_correlogram.jpg", () => Correlogram(columns));

        double[] Column(Func<ObjectLabel, float> of) => Array.ConvertAll(labels, l => (double)of(l));
    }

    private static Image Overview(ObjectLabel[] labels, double[][] columns, IReadOnlyList<string> names)
    {
        var objects = new double[names.Count];
        foreach (var label in labels)
            objects[label.Class]++;
        return Figure.Render(
            [
                new BarPanel(names, objects) { Title = "objects of each class" },
                new BoxesPanel([.. labels.Take(1000).Select(l => (l.Class, (double)l.Width, (double)l.Height))])
                {
                    Title = "shapes of boxes",
                },
                // Turned over, as pictures are: 0 at the top.
                new DensityPanel(columns[0], columns[1])
                {
                    Title = "centres of boxes",
                    XLabel = "x",
                    YLabel = "y",
                    YRange = new(1, 0),
                },
                new DensityPanel(columns[2], columns[3])
                {
                    Title = "sizes of boxes",
                    XLabel = "width",
                    YLabel = "height",
                },
            ],
            columns: 2,
            panelWidth: 640,
            panelHeight: 560
        );
    }

    // Every pair of the four numbers of a box below the diagonal, each number alone on it.
    private static Image Correlogram(double[][] columns)
    {
        var panels = new Panel?[Sides.Length * Sides.Length];
        for (var row = 0; row < Sides.Length; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var (xLabel, yLabel) = (row == Sides.Length - 1 ? Sides[column] : "", column == 0 ? Sides[row] : "");
                panels[row * Sides.Length + column] =
                    row == column
                        ? new HistogramPanel(columns[row])
                        {
                            Range = AxisRange.Unit,
                            XLabel = xLabel,
                            YLabel = yLabel,
                        }
                        : new DensityPanel(columns[column], columns[row]) { XLabel = xLabel, YLabel = yLabel };
            }
        }
        return Figure.Render(panels, Sides.Length, panelWidth: 320, panelHeight: 300);
    }
}
