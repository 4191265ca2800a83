using System.Collections.Concurrent;
using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Sampling;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Batches;

/// <summary>
/// Training batches after spec 5.2: mosaic, affine, mixup, colour, flips. Batch k of epoch e is a pure function of seed, e, k and whether
/// mosaics are made, so training can go on anywhere, and threads change nothing.
/// </summary>
public sealed class TrainingBatches
{
    private const int LongestBuffer = 1000;

    private readonly DetectionData _data;
    private readonly TrainingOptions _options;
    private readonly ResizedImages _images;
    private readonly ConcurrentDictionary<int, int[]> _orders = new();
    private readonly ConcurrentBag<Canvases> _canvases = [];
    private readonly int _buffer;

    /// <summary>Prepares to make batches; reads nothing yet.</summary>
    /// <param name="data">The training images.</param>
    /// <param name="options">Size, seed and augmentation.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public TrainingBatches(DetectionData data, TrainingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ImageSize, 32);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ImageSize, 16_384);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.CacheBytes);
        options.Augment.Validate();
        (_data, _options) = (data, options);
        _buffer = (int)Math.Min(Math.Min(data.Images.Count, 8L * options.BatchSize), LongestBuffer);
        // Threads that work ahead must not push out what earlier batches still want.
        var ahead = Math.Min(2L * options.BatchSize, LongestBuffer);
        var needed = (_buffer + ahead) * options.Channels * options.ImageSize * options.ImageSize;
        _images = new(data.Images, options.ImageSize, options.Channels, Math.Max(options.CacheBytes, needed));
    }

    /// <summary>Batches of an epoch; every image is the first of one sample.</summary>
    public int BatchesPerEpoch => (_data.Images.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>Batches of an epoch, prepared in the background.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="mosaic">Whether mosaics are made in this epoch (false in the closing epochs).</param>
    /// <param name="firstBatch">Where to start, 0…<see cref="BatchesPerEpoch"/>.</param>
    /// <param name="workers">Threads that prepare; 0 prepares when asked.</param>
    /// <param name="cancel">Ends the waiting for a batch.</param>
    public BatchLoader<DetectionBatch> Load(
        int epoch,
        bool mosaic = true,
        int firstBatch = 0,
        int workers = 1,
        CancellationToken cancel = default
    ) => new(batch => Make(epoch, batch, mosaic), firstBatch, BatchesPerEpoch, workers, cancel);

    /// <summary>Makes one batch on the calling thread. Safe from several threads.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="batch">0…<see cref="BatchesPerEpoch"/> − 1.</param>
    /// <param name="mosaic">Whether mosaics are made in this epoch.</param>
    /// <exception cref="DataException">An image no longer decodes.</exception>
    public DetectionBatch Make(int epoch, int batch, bool mosaic = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(batch, BatchesPerEpoch);
        var first = batch * _options.BatchSize;
        var side = _options.ImageSize;
        var result = new DetectionBatch(Math.Min(_options.BatchSize, _data.Images.Count - first), side, side, _options.Channels);
        var work = _canvases.TryTake(out var free) ? free : new(side, _options.Channels);
        try
        {
            for (var i = 0; i < result.Count; i++)
            {
                var index = Order(epoch)[first + i];
                Sample(work, new(epoch, first + i), index, mosaic);
                var source = _data.Images[index];
                result.Put(i, new(source.Path, source.Width, source.Height, 1, 1, 0, 0), work.Output);
                foreach (var box in work.Boxes)
                    result.Add(i, LabelGeometry.ToShares(box, side, side));
            }
            _canvases.Add(work);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private void Sample(Canvases work, Position at, int index, bool mosaic)
    {
        var augment = _options.Augment;
        Transform(work, at, index, mosaic, RandomStream.Mosaic, RandomStream.Affine);
        var mix = Random(at, RandomStream.MixUp);
        if (mix.NextBool(augment.MixUp))
            Mix(work, at, ref mix, mosaic);
        if (augment is not { HsvH: 0, HsvS: 0, HsvV: 0 })
        {
            var colour = Random(at, RandomStream.Colour);
            HsvJitter.Apply(work.Output, Gain(ref colour, augment.HsvH), Gain(ref colour, augment.HsvS), Gain(ref colour, augment.HsvV));
        }
        var flip = Random(at, RandomStream.Flip);
        if (flip.NextBool(augment.FlipUd))
            Flips.UpsideDown(work.Output, work.Boxes);
        if (flip.NextBool(augment.FlipLr))
            Flips.LeftRight(work.Output, work.Boxes);
    }

    /// <summary>Mosaic or letterbox, then the affine transform, onto <see cref="Canvases.Output"/>.</summary>
    private void Transform(Canvases work, Position at, int index, bool mosaic, RandomStream mosaicStream, RandomStream affineStream)
    {
        var random = Random(at, mosaicStream);
        work.Boxes.Clear();
        var canvas = mosaic && random.NextBool(_options.Augment.Mosaic) ? Join(work, at, index, ref random) : Alone(work, index);
        random = Random(at, affineStream);
        var affine = RandomAffine.Draw(ref random, _options.Augment, canvas.Width, canvas.Height, _options.ImageSize);
        Resampling.WarpAffine(canvas, work.Output, affine.Map, Letterbox.Grey);
        affine.Apply(work.Boxes, _options.ImageSize);
    }

    private Image Join(Canvases work, Position at, int index, ref CounterRandom random)
    {
        var centre = Mosaic.DrawCentre(ref random, _options.ImageSize);
        work.Mosaic.Fill(Letterbox.Grey);
        for (var tile = 0; tile < Mosaic.Tiles; tile++)
        {
            var source = tile == 0 ? index : Partner(at, ref random);
            Mosaic.Place(work.Mosaic, tile, _images[source], _data.Images[source].Labels, centre, work.Boxes);
        }
        return work.Mosaic;
    }

    private Image Alone(Canvases work, int index)
    {
        var (image, side) = (_images[index], _options.ImageSize);
        var letterbox = Letterbox.Plan(image.Width, image.Height, new(side, side));
        Resampling.FitInto(image, work.Square, letterbox);
        foreach (var label in _data.Images[index].Labels)
            work.Boxes.Add(LabelGeometry.ToPixels(label, image, letterbox));
        return work.Square;
    }

    private void Mix(Canvases work, Position at, ref CounterRandom random, bool mosaic)
    {
        var other = random.NextInt(_data.Images.Count);
        var share = MixUp.DrawShare(ref random);
        work.Swap();
        Transform(work, at, other, mosaic, RandomStream.MixUpMosaic, RandomStream.MixUpAffine);
        work.Swap();
        MixUp.Blend(work.Output, work.Spare, share);
        work.Boxes.AddRange(work.SpareBoxes);
    }

    /// <summary>One of the last images in loading order, this one included, at an epoch's start also of the epoch before.</summary>
    private int Partner(Position at, ref CounterRandom random)
    {
        var reach = at.Epoch == 0 ? Math.Min(_buffer, at.Index + 1) : _buffer;
        var index = at.Index - random.NextInt(reach);
        return index >= 0 ? Order(at.Epoch)[index] : Order(at.Epoch - 1)[index + _data.Images.Count];
    }

    private int[] Order(int epoch)
    {
        if (_orders.TryGetValue(epoch, out var order))
            return order;
        _orders.TryRemove(epoch - 2, out _);
        return _orders.GetOrAdd(epoch, e => EpochOrder.Shuffle(_data.Images.Count, _options.Seed, e));
    }

    private CounterRandom Random(Position at, RandomStream stream) => new(_options.Seed, at.Epoch, at.Index, stream);

    private static double Gain(ref CounterRandom random, double width) => 1 + random.NextDouble(-width, width);

    /// <summary>A sample's place: its epoch and its index in the epoch's order.</summary>
    private readonly record struct Position(int Epoch, int Index);

    /// <summary>What one thread needs to make a sample; reused.</summary>
    private sealed class Canvases(int side, int channels)
    {
        private Image? _mosaic,
            _square,
            _spare;

        public Image Mosaic => _mosaic ??= new(2 * side, 2 * side, channels);

        public Image Square => _square ??= new(side, side, channels);

        public Image Output { get; private set; } = new(side, side, channels);

        public List<PixelBox> Boxes { get; private set; } = [];

        public Image Spare => _spare ??= new(side, side, channels);

        public List<PixelBox> SpareBoxes { get; private set; } = [];

        public void Swap()
        {
            (_spare, Output) = (Output, Spare);
            (Boxes, SpareBoxes) = (SpareBoxes, Boxes);
        }
    }
}
