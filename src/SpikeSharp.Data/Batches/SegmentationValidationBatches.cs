using SpikeSharp.Data.Segmentation;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Batches;

/// <summary>
/// Validation batches of images with masks: every image resized to its own shape, images of one shape together, no border added.
/// </summary>
public sealed class SegmentationValidationBatches
{
    private readonly SegmentationData _data;
    private readonly int _channels;
    private readonly (PictureShape Shape, int[] Images)[] _batches;

    /// <summary>Plans the batches; reads no image yet.</summary>
    /// <param name="data">The images to validate on.</param>
    /// <param name="imageSize">Length of the long side, pixels.</param>
    /// <param name="batchSize">Most images in a batch.</param>
    /// <param name="step">Both sides of the batches are multiples of this.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public SegmentationValidationBatches(SegmentationData data, int imageSize, int batchSize, int step, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, step);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_data, _channels) = (data, channels);
        _batches =
        [
            .. from index in Enumerable.Range(0, data.Images.Count)
            group index by PictureShape.Of(data.Images[index].Width, data.Images[index].Height, imageSize, step) into alike
            from chunk in alike.Chunk(batchSize)
            select (alike.Key, chunk),
        ];
    }

    /// <summary>How many batches there are; every image is in one.</summary>
    public int Count => _batches.Length;

    /// <summary>All batches, prepared in the background.</summary>
    /// <param name="workers">Threads that prepare; 0 prepares when asked.</param>
    /// <param name="cancel">Ends the waiting for a batch.</param>
    public BatchLoader<SegmentationBatch> Load(int workers = 1, CancellationToken cancel = default) => new(Make, 0, Count, workers, cancel);

    /// <summary>Makes one batch on the calling thread. Safe from several threads.</summary>
    /// <param name="batch">0…<see cref="Count"/> − 1.</param>
    /// <exception cref="DataException">A file no longer decodes.</exception>
    public SegmentationBatch Make(int batch)
    {
        var (shape, images) = _batches[batch];
        var result = new SegmentationBatch(images.Length, shape.Height, shape.Width, _channels);
        try
        {
            for (var i = 0; i < images.Length; i++)
            {
                var source = _data.Images[images[i]];
                var image = ResizedImages.Load(source.Path, _channels);
                result.Put(
                    i,
                    new(
                        source.Path,
                        source.Width,
                        source.Height,
                        (double)shape.Width / source.Width,
                        (double)shape.Height / source.Height,
                        0,
                        0
                    ),
                    Resampling.Resize(image, shape.Width, shape.Height)
                );
                var mask = _data.Mask(source);
                result.Originals[i] = mask;
                Shrink(mask, source, result.Target(i), shape);
            }
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    // For the loss: the class under each pixel's centre.
    private static void Shrink(byte[] mask, SegmentationImage source, Span<byte> target, PictureShape shape)
    {
        for (var y = 0; y < shape.Height; y++)
        {
            var row = (int)((y + 0.5) * source.Height / shape.Height) * source.Width;
            for (var x = 0; x < shape.Width; x++)
                target[y * shape.Width + x] = mask[row + (int)((x + 0.5) * source.Width / shape.Width)];
        }
    }
}
