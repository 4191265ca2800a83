using System.Collections.Concurrent;
using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Batches;

/// <summary>
/// Training batches after spec 5.2: mosaic, affine, mixup, colour, flips. Batch k of epoch e is a pure function of seed, e, k and whether
/// mosaics are made, so training can go on anywhere, and threads change nothing.
/// </summary>
public sealed class TrainingBatches
{
    private const int LongestBuffer = 1000;

    private readonly DetectionData data;
    private readonly TrainingOptions options;
    private readonly ResizedImages images;
    private readonly ConcurrentDictionary<int, int[]> orders = new();
    private readonly ConcurrentBag<Canvases> canvases = [];
    private readonly int buffer;

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
        (this.data, this.options) = (data, options);
        buffer = (int)Math.Min(Math.Min(data.Images.Count, 8L * options.BatchSize), LongestBuffer);
        // Threads that work ahead must not push out what earlier batches still want.
        var ahead = Math.Min(2L * options.BatchSize, LongestBuffer);
        var needed = (buffer + ahead) * 3 * options.ImageSize * options.ImageSize;
        images = new(data.Images, options.ImageSize, Math.Max(options.CacheBytes, needed));
    }

    /// <summary>Batches of an epoch; every image is the first of one sample.</summary>
    public int BatchesPerEpoch => (data.Images.Count + options.BatchSize - 1) / options.BatchSize;

    /// <summary>Batches of an epoch, prepared in the background.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="mosaic">Whether mosaics are made in this epoch (false in the closing epochs).</param>
    /// <param name="firstBatch">Where to start, 0…<see cref="BatchesPerEpoch"/>.</param>
    /// <param name="workers">Threads that prepare; 0 prepares when asked.</param>
    /// <param name="cancel">Ends the waiting for a batch.</param>
    public BatchLoader<DetectionBatch> Load(int epoch, bool mosaic = true, int firstBatch = 0, int workers = 1, CancellationToken cancel = default) =>
        new(batch => Make(epoch, batch, mosaic), firstBatch, BatchesPerEpoch, workers, cancel);

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
        var first = batch * options.BatchSize;
        var side = options.ImageSize;
        var result = new DetectionBatch(Math.Min(options.BatchSize, data.Images.Count - first), side, side);
        var work = canvases.TryTake(out var free) ? free : new(side);
        try
        {
            for (var i = 0; i < result.Count; i++)
            {
                var index = Order(epoch)[first + i];
                Sample(work, new(epoch, first + i), index, mosaic);
                var source = data.Images[index];
                result.Put(i, new(source.Path, source.Width, source.Height, 1, 1, 0, 0), work.Output);
                foreach (var box in work.Boxes) result.Add(i, LabelGeometry.ToShares(box, side, side));
            }
            canvases.Add(work);
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
        var augment = options.Augment;
        Transform(work, at, index, mosaic, RandomStream.Mosaic, RandomStream.Affine);
        var mix = Random(at, RandomStream.MixUp);
        if (mix.NextBool(augment.MixUp)) Mix(work, at, ref mix, mosaic);
        if (augment is not { HsvH: 0, HsvS: 0, HsvV: 0 })
        {
            var colour = Random(at, RandomStream.Colour);
            HsvJitter.Apply(work.Output, Gain(ref colour, augment.HsvH), Gain(ref colour, augment.HsvS), Gain(ref colour, augment.HsvV));
        }
        var flip = Random(at, RandomStream.Flip);
        if (flip.NextBool(augment.FlipUd)) Flips.UpsideDown(work.Output, work.Boxes);
        if (flip.NextBool(augment.FlipLr)) Flips.LeftRight(work.Output, work.Boxes);
    }

    /// <summary>Mosaic or letterbox, then the affine transform, onto <see cref="Canvases.Output"/>.</summary>
    private void Transform(Canvases work, Position at, int index, bool mosaic, RandomStream mosaicStream, RandomStream affineStream)
    {
        var random = Random(at, mosaicStream);
        work.Boxes.Clear();
        var canvas = mosaic && random.NextBool(options.Augment.Mosaic) ? Join(work, at, index, ref random) : Alone(work, index);
        random = Random(at, affineStream);
        var affine = RandomAffine.Draw(ref random, options.Augment, canvas.Width, canvas.Height, options.ImageSize);
        Resampling.WarpAffine(canvas, work.Output, affine.Map, Rgb.Padding);
        affine.Apply(work.Boxes, options.ImageSize);
    }

    private Image Join(Canvases work, Position at, int index, ref CounterRandom random)
    {
        var centre = Mosaic.DrawCentre(ref random, options.ImageSize);
        work.Mosaic.Fill(Rgb.Padding);
        for (var tile = 0; tile < Mosaic.Tiles; tile++)
        {
            var source = tile == 0 ? index : Partner(at, ref random);
            Mosaic.Place(work.Mosaic, tile, images[source], data.Images[source].Labels, centre, work.Boxes);
        }
        return work.Mosaic;
    }

    private Image Alone(Canvases work, int index)
    {
        var (image, side) = (images[index], options.ImageSize);
        var letterbox = Letterbox.Plan(image.Width, image.Height, new(side, side));
        letterbox.ApplyTo(image, work.Square);
        foreach (var label in data.Images[index].Labels)
            work.Boxes.Add(LabelGeometry.ToPixels(label, image, letterbox));
        return work.Square;
    }

    private void Mix(Canvases work, Position at, ref CounterRandom random, bool mosaic)
    {
        var other = random.NextInt(data.Images.Count);
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
        var reach = at.Epoch == 0 ? Math.Min(buffer, at.Index + 1) : buffer;
        var index = at.Index - random.NextInt(reach);
        return index >= 0 ? Order(at.Epoch)[index] : Order(at.Epoch - 1)[index + data.Images.Count];
    }

    private int[] Order(int epoch)
    {
        if (orders.TryGetValue(epoch, out var order)) return order;
        orders.TryRemove(epoch - 2, out _);
        return orders.GetOrAdd(epoch, e => EpochOrder.Shuffle(data.Images.Count, options.Seed, e));
    }

    private CounterRandom Random(Position at, RandomStream stream) => new(options.Seed, at.Epoch, at.Index, stream);

    private static double Gain(ref CounterRandom random, double width) => 1 + random.NextDouble(-width, width);

    /// <summary>A sample's place: its epoch and its index in the epoch's order.</summary>
    private readonly record struct Position(int Epoch, int Index);

    /// <summary>What one thread needs to make a sample; reused.</summary>
    private sealed class Canvases(int side)
    {
        private Image? mosaic, square, spare;

        public Image Mosaic => mosaic ??= new(2 * side, 2 * side);

        public Image Square => square ??= new(side, side);

        public Image Output { get; private set; } = new(side, side);

        public List<PixelBox> Boxes { get; private set; } = [];

        public Image Spare => spare ??= new(side, side);

        public List<PixelBox> SpareBoxes { get; private set; } = [];

        public void Swap()
        {
            (spare, Output) = (Output, Spare);
            (Boxes, SpareBoxes) = (SpareBoxes, Boxes);
        }
    }
}
