using SpikeSharp.Data.Batches;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Reports;

/// <summary>What the network is shown in training, after augmentation: <c>train_batch0.jpg</c> and so on.</summary>
public static class TrainingBatchPicture
{
    /// <summary>Draws the first 16 images of a batch with their objects.</summary>
    /// <param name="batch">The batch, not disposed.</param>
    /// <param name="names">Class names, by class.</param>
    public static Image Draw(DetectionBatch batch, IReadOnlyList<string> names) =>
        LabelledImage.Grid(
            batch.Count,
            (i, side) => LabelledImage.Draw(batch.Picture(i), side, Objects(batch, i, names)),
            [.. batch.Images.Select(image => Path.GetFileName(image.Path))]
        );

    private static List<(Box, int, string)> Objects(DetectionBatch batch, int index, IReadOnlyList<string> names)
    {
        var objects = new List<(Box, int, string)>();
        for (var i = 0; i < batch.Class.Length; i++)
        {
            if (batch.ImageIndex[i] != index)
                continue;
            var xywh = batch.XywhNormalised.Slice(4 * i, 4);
            var (x, y, w, h) = (xywh[0] * batch.Width, xywh[1] * batch.Height, xywh[2] * batch.Width / 2, xywh[3] * batch.Height / 2);
            objects.Add((new Box(x - w, y - h, x + w, y + h), batch.Class[i], names[batch.Class[i]]));
        }
        return objects;
    }
}
