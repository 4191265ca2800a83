using System.Globalization;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Reports;

/// <summary>
/// All pictures of a validation, of a trained network or a compiled graph: curves, confusion matrices, and the first three batches with
/// what is there (<c>val_batch0_labels.jpg</c>) and what was found (<c>val_batch0_pred.jpg</c>). Let it observe the validation, then save.
/// </summary>
/// <param name="pictures">Takes the pictures.</param>
/// <param name="names">Class names of the detector, by class.</param>
/// <param name="batch">Images a batch; 16 of them are drawn at most.</param>
public sealed class ValidationPictures(PictureFolder pictures, IReadOnlyList<string> names, int batch = LabelledImage.MostInGrid)
{
    private const int Batches = 3;
    private const float LeastConfidence = (float)SuppressionOptions.UsualConfidence;

    private readonly List<ImageDetections> _seen = [];

    /// <summary>Sees the detections of an image, in the validation's order.</summary>
    public void Observe(ImageDetections image)
    {
        if (_seen.Count < Batches * batch)
            _seen.Add(image);
    }

    /// <summary>Draws what was seen and the validation's result.</summary>
    public void Save(ValidationResult result)
    {
        CurvePictures.Save(pictures, result.Metrics, names);
        ConfusionPictures.Save(pictures, result.Confusion, names);
        FiringPicture.Save(pictures, result.FiringRates);
        // The most confident detections come first, and are drawn last: over the others.
        foreach (var (number, images) in _seen.Chunk(batch).Index())
        {
            pictures.Add($"val_batch{number}_labels.jpg", () => Draw(images, i => i.Truth.Select(t => (t.Box, t.Class, names[t.Class]))));
            pictures.Add($"val_batch{number}_pred.jpg", () =>
                Draw(images, i => i.Found.Where(d => d.Confidence >= LeastConfidence).Reverse().Select(Labelled))
            );
        }
    }

    // The files are read again: keeping the pixels of batches for a picture would cost memory all through the validation.
    private static Image Draw(ImageDetections[] images, Func<ImageDetections, IEnumerable<(Box, int, string)>> boxes) =>
        LabelledImage.Grid(
            images.Length,
            (i, side) => LabelledImage.Draw(Image.Load(images[i].Image.Path), side, boxes(images[i])),
            [.. images.Select(i => Path.GetFileName(i.Image.Path))]
        );

    private (Box, int, string) Labelled(Detection d) =>
        (d.Box, d.Class, string.Create(CultureInfo.InvariantCulture, $"{names[d.Class]} {d.Confidence:0.00}"));
}
