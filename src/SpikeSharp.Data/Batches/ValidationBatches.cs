using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Batches;

/// <summary>Validation batches after spec 5.4: long side resized, letterboxed without enlarging, with the way back.</summary>
public sealed class ValidationBatches
{
    private readonly DetectionData _data;
    private readonly ValidationOptions _options;
    private readonly RectangularBatches? _rectangles;

    /// <summary>Plans the batches; reads no image yet.</summary>
    /// <param name="data">The images to validate on.</param>
    /// <param name="options">Size and shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public ValidationBatches(DetectionData data, ValidationOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Stride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ImageSize, options.Stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ImageSize, 16_384);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        (_data, _options) = (data, options);
        if (options.Rectangular)
            _rectangles = RectangularBatches.Plan(
                [.. data.Images.Select(i => (i.Height, i.Width))],
                options.BatchSize,
                options.ImageSize,
                options.Stride
            );
    }

    /// <summary>How many batches there are; every image is in one.</summary>
    public int Count => (_data.Images.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>All batches, prepared in the background.</summary>
    /// <param name="workers">Threads that prepare; 0 prepares when asked.</param>
    /// <param name="cancel">Ends the waiting for a batch.</param>
    public BatchLoader<DetectionBatch> Load(int workers = 1, CancellationToken cancel = default) => new(Make, 0, Count, workers, cancel);

    /// <summary>Makes one batch on the calling thread. Safe from several threads.</summary>
    /// <param name="batch">0…<see cref="Count"/> − 1.</param>
    /// <exception cref="DataException">An image no longer decodes.</exception>
    public DetectionBatch Make(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(batch, Count);
        var first = batch * _options.BatchSize;
        var square = (_options.ImageSize + _options.Stride - 1) / _options.Stride * _options.Stride;
        var (height, width) = _rectangles?.Shapes[batch] ?? (square, square);
        var result = new DetectionBatch(Math.Min(_options.BatchSize, _data.Images.Count - first), height, width, _options.Channels);
        try
        {
            var canvas = new Image(width, height, _options.Channels);
            for (var i = 0; i < result.Count; i++)
            {
                var source = _data.Images[_rectangles?.Order[first + i] ?? first + i];
                Put(result, i, source, ResizedImages.Load(source.Path, _options.Channels), _options.ImageSize, canvas);
            }
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    internal static void Put(DetectionBatch batch, int index, DetectionImage source, Image original, int imageSize, Image canvas)
    {
        var image = ResizedImages.Resize(original, imageSize);
        var letterbox = Letterbox.Plan(image.Width, image.Height, new(canvas.Width, canvas.Height, ScaleUp: false));
        Resampling.FitInto(image, canvas, letterbox);
        var (gainX, gainY) = ((double)image.Width / original.Width, (double)image.Height / original.Height);
        batch.Put(index, new(source.Path, original.Width, original.Height, gainX, gainY, letterbox.Left, letterbox.Top), canvas);
        foreach (var label in source.Labels)
            batch.Add(index, LabelGeometry.ToShares(LabelGeometry.ToPixels(label, image, letterbox), canvas.Width, canvas.Height));
    }
}
