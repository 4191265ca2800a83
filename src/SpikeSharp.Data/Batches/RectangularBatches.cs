namespace SpikeSharp.Data.Batches;

/// <summary>Validation batches of one shape each, with little padding (spec 5.4; golden case rect_batches).</summary>
/// <param name="Order">The images sorted by height / width.</param>
/// <param name="Shapes">For each batch its height and width, pixels, multiples of the stride.</param>
public sealed record RectangularBatches(IReadOnlyList<int> Order, IReadOnlyList<(int Height, int Width)> Shapes)
{
    /// <summary>Sorts images and chooses the shape of each batch: ceil(share · imageSize / stride + pad) · stride.</summary>
    /// <param name="sizes">Height and width of each image, pixels.</param>
    /// <param name="batchSize">Images in a batch.</param>
    /// <param name="imageSize">Length of the long side, pixels.</param>
    /// <param name="stride">The network's largest stride.</param>
    /// <param name="pad">Extra, in strides; 0.5 is Ultralytics'.</param>
    public static RectangularBatches Plan(
        IReadOnlyList<(int Height, int Width)> sizes,
        int batchSize,
        int imageSize,
        int stride = 32,
        double pad = 0.5
    )
    {
        var ratios = sizes.Select(size => (double)size.Height / size.Width).ToArray();
        // Stable, so images of one shape stay in the order of their paths.
        int[] order = [.. Enumerable.Range(0, ratios.Length).OrderBy(i => ratios[i])];
        var shapes = order
            .Chunk(batchSize)
            .Select(batch =>
            {
                var (smallest, largest) = (ratios[batch[0]], ratios[batch[^1]]);
                return largest < 1 ? (Round(largest), Round(1))
                    : smallest > 1 ? (Round(1), Round(1 / smallest))
                    : (Round(1), Round(1));
            });
        return new(order, [.. shapes]);

        int Round(double share) => (int)Math.Ceiling(share * imageSize / stride + pad) * stride;
    }
}
