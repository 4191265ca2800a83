using System.Globalization;
using SpikeSharp.Charts;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Classification;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;

namespace SpikeSharp.Reports;

/// <summary>
/// All pictures of a classifier's validation: which class was taken for which, and the first three batches with what is there and what was
/// found.
/// </summary>
/// <param name="pictures">Takes the pictures.</param>
/// <param name="names">Class names.</param>
/// <param name="batch">Images a batch; 16 of them are drawn at most.</param>
public sealed class ClassificationPictures(PictureFolder pictures, IReadOnlyList<string> names, int batch)
{
    private const int Batches = 3;

    private readonly List<ClassifiedImage> _seen = [];

    /// <summary>Draws how many images each class has: <c>labels.jpg</c>.</summary>
    public static void SaveLabels(PictureFolder pictures, ClassificationData data) =>
        pictures.Add("labels.jpg", () =>
            Figure.Render(
                [new BarPanel(data.Names, [.. data.Report.ClassCounts.Select(count => (double)count)]) { Title = "images of each class" }],
                columns: 1,
                panelWidth: 960,
                panelHeight: 560
            )
        );

    /// <summary>Draws a training batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="names">Class names.</param>
    public static Image Draw(ClassificationBatch batch, IReadOnlyList<string> names) =>
        LabelledImage.Grid(
            batch.Count,
            (i, side) => LabelledImage.Draw(batch.Picture(i), side, []),
            [.. batch.Classes.Select(number => names[number])]
        );

    /// <summary>Sees an image, in the validation's order.</summary>
    public void Observe(ClassifiedImage image)
    {
        if (_seen.Count < Batches * Math.Min(batch, LabelledImage.MostInGrid))
            _seen.Add(image);
    }

    /// <summary>Draws what was seen and the validation's result.</summary>
    public void Save(ClassificationResult result)
    {
        ConfusionPictures.Save(pictures, result.Metrics.Confusion, names, "images");
        foreach (var (number, images) in _seen.Chunk(Math.Min(batch, LabelledImage.MostInGrid)).Index())
        {
            pictures.Add($"val_batch{number}_labels.jpg", () => Draw(images, image => names[image.Truth]));
            pictures.Add($"val_batch{number}_pred.jpg", () => Draw(images, image => Best(image.Probabilities)));
        }
    }

    private string Best(double[] probabilities)
    {
        var best = Array.IndexOf(probabilities, probabilities.Max());
        return string.Create(CultureInfo.InvariantCulture, $"{names[best]} {probabilities[best]:0.00}");
    }

    private static Image Draw(ClassifiedImage[] images, Func<ClassifiedImage, string> caption) =>
        LabelledImage.Grid(
            images.Length,
            (i, side) => LabelledImage.Draw(Image.Load(images[i].Image.Path), side, []),
            [.. images.Select(caption)]
        );
}
