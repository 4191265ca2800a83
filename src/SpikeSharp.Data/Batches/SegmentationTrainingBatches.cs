using System.Collections.Concurrent;
using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Sampling;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Batches;

/// <summary>
/// Training batches of images with masks: scaled, cropped, coloured, flipped, image and mask alike. Batch k of epoch e is a pure function
/// of seed, e and k, so training can go on anywhere, and threads change nothing.
/// </summary>
public sealed class SegmentationTrainingBatches
{
    // How often another part of the picture is tried while one class has too much of it (spike2former spec 6.3).
    private const int Retries = 10;

    private readonly SegmentationData _data;
    private readonly TrainingOptions _options;
    private readonly ConcurrentDictionary<int, int[]> _orders = new();
    private readonly ConcurrentDictionary<int, (Image, byte[])>? _kept;

    /// <summary>Prepares to make batches; reads nothing yet.</summary>
    /// <param name="data">The training images.</param>
    /// <param name="options">Size, seed and augmentation: scale or ratio range, category limit, flips and colour.</param>
    /// <param name="step">Both sides of the batches are multiples of this.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public SegmentationTrainingBatches(SegmentationData data, TrainingOptions options, int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ImageSize, step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ImageSize, 16_384);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        options.Augment.Validate();
        (_data, _options) = (data, options);
        Shape = options.CropSize ?? PictureShape.MostOf(data, options.ImageSize, step);
        if (Shape.Height < 1 || Shape.Width < 1 || Shape.Height % step != 0 || Shape.Width % step != 0)
            throw new ArgumentOutOfRangeException(nameof(options), Shape, $"crop_size must be multiples of {step}");
        if (data.Images.Sum(image => (1L + options.Channels) * image.Width * image.Height) <= options.CacheBytes)
            _kept = new();
    }

    /// <summary>The shape of every batch.</summary>
    public PictureShape Shape { get; }

    /// <summary>Batches of an epoch.</summary>
    public int BatchesPerEpoch => (_data.Images.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>Batches of an epoch, prepared in the background.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="firstBatch">Where to start, 0…<see cref="BatchesPerEpoch"/>.</param>
    /// <param name="workers">Threads that prepare; 0 prepares when asked.</param>
    /// <param name="cancel">Ends the waiting for a batch.</param>
    public BatchLoader<SegmentationBatch> Load(int epoch, int firstBatch = 0, int workers = 1, CancellationToken cancel = default) =>
        new(batch => Make(epoch, batch), firstBatch, BatchesPerEpoch, workers, cancel);

    /// <summary>Makes one batch on the calling thread. Safe from several threads.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="batch">0…<see cref="BatchesPerEpoch"/> − 1.</param>
    /// <exception cref="DataException">A file no longer decodes.</exception>
    public SegmentationBatch Make(int epoch, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(batch, BatchesPerEpoch);
        var first = batch * _options.BatchSize;
        var result = new SegmentationBatch(
            Math.Min(_options.BatchSize, _data.Images.Count - first),
            Shape.Height,
            Shape.Width,
            _options.Channels
        );
        try
        {
            var canvas = new Image(Shape.Width, Shape.Height, _options.Channels);
            for (var i = 0; i < result.Count; i++)
            {
                var index = Order(epoch)[first + i];
                Sample(epoch, first + i, index, canvas, result.Target(i));
                var source = _data.Images[index];
                result.Put(i, new(source.Path, source.Width, source.Height, 1, 1, 0, 0), canvas);
            }
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private void Sample(int epoch, int place, int index, Image canvas, Span<byte> mask)
    {
        var (augment, source) = (_options.Augment, _data.Images[index]);
        var (image, classes) = _kept is null ? Read(source) : _kept.GetOrAdd(index, _ => Read(source));
        var random = new CounterRandom(_options.Seed, epoch, place, RandomStream.Flip);
        var (turned, mirrored) = (random.NextBool(augment.FlipUd), random.NextBool(augment.FlipLr));
        random = new(_options.Seed, epoch, place, RandomStream.Affine);
        var window = Cut(ref random, image, classes, mask, (mirrored ? 1 : 0, turned ? 1 : 0));
        window.Apply(image, canvas);
        random = new(_options.Seed, epoch, place, RandomStream.Colour);
        if (augment.PhotometricDistortion)
            PhotometricDistortion.Draw(ref random).Apply(canvas);
        else if (augment is not { HsvH: 0, HsvS: 0, HsvV: 0 })
            HsvJitter.Apply(canvas, Gain(ref random, augment.HsvH), Gain(ref random, augment.HsvS), Gain(ref random, augment.HsvV));
        if (turned)
        {
            Resampling.FlipVertically(canvas);
            for (var (top, bottom) = (0, Shape.Height - 1); top < bottom; top++, bottom--)
            for (var x = 0; x < Shape.Width; x++)
                (mask[top * Shape.Width + x], mask[bottom * Shape.Width + x]) = (
                    mask[bottom * Shape.Width + x],
                    mask[top * Shape.Width + x]
                );
        }
        if (mirrored)
        {
            Resampling.FlipHorizontally(canvas);
            for (var y = 0; y < Shape.Height; y++)
                mask.Slice(y * Shape.Width, Shape.Width).Reverse();
        }
        if (augment.RatioRange is not null)
            Pad(canvas, (int)Math.Round(image.Width * window.Scale), (int)Math.Round(image.Height * window.Scale));
    }

    // Grey at the right and below a picture, which neither colour nor flips have touched.
    private static void Pad(Image canvas, int width, int height)
    {
        for (var y = 0; y < canvas.Height; y++)
            canvas.Row(y)[(canvas.Channels * (y < height ? Math.Min(width, canvas.Width) : 0))..].Fill(Letterbox.Grey);
    }

    // A smaller picture lies where the flips bring it to the left and top.
    private ScaledWindow Cut(ref CounterRandom random, Image image, byte[] classes, Span<byte> mask, (int, int) corner)
    {
        var (augment, width, height) = (_options.Augment, image.Width, image.Height);
        (int, int)? lies = augment.RatioRange is null ? null : corner;
        var window = augment.RatioRange is { } range
            ? Place(
                ref random,
                (augment.RatioSize ?? new(_options.ImageSize, _options.ImageSize)).ScaleOf(width, height)
                    * random.NextDouble(range.Least, range.Most),
                width,
                height,
                lies
            )
            : ScaledWindow.Draw(ref random, augment.Scale, width, height, Shape.Width, Shape.Height);
        window.Apply(classes, width, height, mask, Shape.Width, Shape.Height);
        for (var i = 0; i < Retries && augment.CatMaxRatio < 1 && LargestShare(mask) >= augment.CatMaxRatio; i++)
        {
            window = Place(ref random, window.Scale, width, height, lies);
            window.Apply(classes, width, height, mask, Shape.Width, Shape.Height);
        }
        return window;
    }

    private ScaledWindow Place(ref CounterRandom random, double scale, int width, int height, (int, int)? corner) =>
        ScaledWindow.Place(ref random, scale, width, height, Shape.Width, Shape.Height, corner);

    // Of the pixels in classes, those of the commonest; 1 where there is only one class, or none.
    private static double LargestShare(ReadOnlySpan<byte> mask)
    {
        Span<int> counts = stackalloc int[SegmentationData.Ignored + 1];
        counts.Clear();
        foreach (var number in mask)
            counts[number]++;
        counts = counts[..SegmentationData.Ignored];
        var (most, all) = (0, 0);
        foreach (var count in counts)
            (most, all) = (Math.Max(most, count), all + count);
        return all == 0 ? 1 : (double)most / all;
    }

    private (Image, byte[]) Read(SegmentationImage source) => (ResizedImages.Load(source.Path, _options.Channels), _data.Mask(source));

    private int[] Order(int epoch)
    {
        if (_orders.TryGetValue(epoch, out var order))
            return order;
        _orders.TryRemove(epoch - 2, out _);
        return _orders.GetOrAdd(epoch, e => EpochOrder.Shuffle(_data.Images.Count, _options.Seed, e));
    }

    private static double Gain(ref CounterRandom random, double width) => 1 + random.NextDouble(-width, width);
}
