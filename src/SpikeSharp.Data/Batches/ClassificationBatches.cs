using System.Collections.Concurrent;
using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Classification;
using SpikeSharp.Data.Sampling;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Batches;

/// <summary>
/// Square batches of images with their classes. In training they are shuffled, scaled, cropped, coloured and flipped, batch k of epoch e a
/// pure function of seed, e and k; else they come in order, the middle of each image.
/// </summary>
public sealed class ClassificationBatches
{
    private readonly ClassificationData _data;
    private readonly TrainingOptions _options;
    private readonly bool _training;
    private readonly ConcurrentDictionary<int, int[]> _orders = new();

    /// <summary>Prepares to make batches; reads nothing yet.</summary>
    /// <param name="data">The images.</param>
    /// <param name="options">Size, seed and augmentation: scale, flips and colour.</param>
    /// <param name="training">Whether to shuffle and to augment.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public ClassificationBatches(ClassificationData data, TrainingOptions options, bool training)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ImageSize, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ImageSize, 16_384);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        options.Augment.Validate();
        (_data, _options, _training) = (data, options, training);
    }

    /// <summary>How many batches there are, of an epoch in training.</summary>
    public int Count => (_data.Images.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>Batches, prepared in the background.</summary>
    /// <param name="epoch">The epoch, from 0; without training of no effect.</param>
    /// <param name="firstBatch">Where to start, 0…<see cref="Count"/>.</param>
    /// <param name="workers">Threads that prepare; 0 prepares when asked.</param>
    /// <param name="cancel">Ends the waiting for a batch.</param>
    public BatchLoader<ClassificationBatch> Load(int epoch = 0, int firstBatch = 0, int workers = 1, CancellationToken cancel = default) =>
        new(batch => Make(epoch, batch), firstBatch, Count, workers, cancel);

    /// <summary>Makes one batch on the calling thread. Safe from several threads.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="batch">0…<see cref="Count"/> − 1.</param>
    /// <exception cref="DataException">An image no longer decodes.</exception>
    public ClassificationBatch Make(int epoch, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(batch, Count);
        var first = batch * _options.BatchSize;
        var result = new ClassificationBatch(
            Math.Min(_options.BatchSize, _data.Images.Count - first),
            _options.ImageSize,
            _options.Channels
        );
        try
        {
            var canvas = new Image(_options.ImageSize, _options.ImageSize, _options.Channels);
            for (var i = 0; i < result.Count; i++)
            {
                var source = _data.Images[_training ? Order(epoch)[first + i] : first + i];
                var image = ResizedImages.Load(source.Path, _options.Channels);
                if (_training)
                    Sample(epoch, first + i, image, canvas);
                else
                    CentreCrop.Apply(image, canvas);
                result.Put(i, new(source.Path, source.Width, source.Height, 1, 1, 0, 0), canvas);
                result.Classes[i] = source.Class;
            }
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private void Sample(int epoch, int place, Image image, Image canvas)
    {
        var augment = _options.Augment;
        var random = new CounterRandom(_options.Seed, epoch, place, RandomStream.Affine);
        ScaledWindow.Draw(ref random, augment.Scale, image.Width, image.Height, canvas.Width, canvas.Height).Apply(image, canvas);
        random = new(_options.Seed, epoch, place, RandomStream.Colour);
        if (augment is not { HsvH: 0, HsvS: 0, HsvV: 0 })
            HsvJitter.Apply(canvas, Gain(ref random, augment.HsvH), Gain(ref random, augment.HsvS), Gain(ref random, augment.HsvV));
        random = new(_options.Seed, epoch, place, RandomStream.Flip);
        if (random.NextBool(augment.FlipUd))
            Resampling.FlipVertically(canvas);
        if (random.NextBool(augment.FlipLr))
            Resampling.FlipHorizontally(canvas);
    }

    private int[] Order(int epoch)
    {
        if (_orders.TryGetValue(epoch, out var order))
            return order;
        _orders.TryRemove(epoch - 2, out _);
        return _orders.GetOrAdd(epoch, e => EpochOrder.Shuffle(_data.Images.Count, _options.Seed, e));
    }

    private static double Gain(ref CounterRandom random, double width) => 1 + random.NextDouble(-width, width);
}
