using SpikeSharp.Charts;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;

namespace SpikeSharp.Reports;

/// <summary>
/// All pictures of a segmenter's validation: which class was taken for which, and the first three batches with what is there and what was
/// found.
/// </summary>
/// <param name="pictures">Takes the pictures.</param>
/// <param name="names">Class names.</param>
/// <param name="batch">Images a batch; 16 of them are drawn at most.</param>
public sealed class SegmentationPictures(PictureFolder pictures, IReadOnlyList<string> names, int batch)
{
    private const int Batches = 3;

    private readonly List<SegmentedImage> _seen = [];

    /// <summary>Draws the share of the pixels that each class has: <c>labels.jpg</c>.</summary>
    public static void SaveLabels(PictureFolder pictures, SegmentationData data) =>
        pictures.Add("labels.jpg", () =>
            Figure.Render(
                [new BarPanel(data.Names, [.. data.Frequencies]) { Title = "share of a class in the images that show it" }],
                columns: 1,
                panelWidth: 960,
                panelHeight: 560
            )
        );

    /// <summary>Draws a training batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="names">Class names.</param>
    public static Image Draw(SegmentationBatch batch, IReadOnlyList<string> names) =>
        ClassLegend.Below(
            LabelledImage.Grid(
                batch.Count,
                (i, side) => LabelledImage.Draw(ClassOverlay.Draw(batch.Picture(i), batch.Mask(i)), side, []),
                [.. batch.Images.Select(image => Path.GetFileName(image.Path))]
            ),
            ClassLegend.Present(batch.Masks.ToArray()),
            names
        );

    /// <summary>Sees an image, in the validation's order.</summary>
    public void Observe(SegmentedImage image)
    {
        if (_seen.Count < Batches * Math.Min(batch, LabelledImage.MostInGrid))
            _seen.Add(image);
    }

    /// <summary>Draws what was seen and the validation's result.</summary>
    public void Save(SegmentationResult result)
    {
        ConfusionPictures.Save(pictures, result.Metrics.Confusion, names, "pixels");
        FiringPicture.Save(pictures, result.FiringRates);
        foreach (var (number, images) in _seen.Chunk(Math.Min(batch, LabelledImage.MostInGrid)).Index())
        {
            // One legend for both, so that they compare.
            var classes = ClassLegend
                .Present(images.SelectMany(image => (byte[][])[image.Truth, image.Found]))
                .Where(c => c < names.Count)
                .ToArray();
            pictures.Add($"val_batch{number}_labels.jpg", () => ClassLegend.Below(Draw(images, image => image.Truth), classes, names));
            pictures.Add($"val_batch{number}_pred.jpg", () => ClassLegend.Below(Draw(images, image => image.Found), classes, names));
        }
    }

    private static Image Draw(SegmentedImage[] images, Func<SegmentedImage, byte[]> classes) =>
        LabelledImage.Grid(
            images.Length,
            (i, side) => LabelledImage.Draw(ClassOverlay.Draw(Image.Load(images[i].Image.Path), classes(images[i])), side, []),
            [.. images.Select(i => Path.GetFileName(i.Image.Path))]
        );
}
