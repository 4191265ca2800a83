using System.Globalization;
using System.Security.Cryptography;
using FsCheck.Fluent;
using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Batches;

public sealed class TrainingBatchesTests
{
    private static readonly TrainingOptions Small = new()
    {
        ImageSize = 64,
        BatchSize = 4,
        Seed = 3,
        Augment = new()
        {
            MixUp = 0.5,
            Degrees = 10,
            FlipUd = 0.5,
        },
    };

    [Fact]
    public void An_epoch_is_the_same_bytes_whatever_the_threads_and_the_memory()
    {
        using var folder = new DataFolder(train: 18);
        var data = folder.Load();
        var expected = Prints(new(data, Small), epoch: 2, workers: 0);
        Assert.Equal(5, expected.Count);
        Assert.Equal(expected, Prints(new(data, Small), epoch: 2, workers: 1));
        Assert.Equal(expected, Prints(new(data, Small), epoch: 2, workers: 4));
        Assert.Equal(expected, Prints(new(data, Small with { CacheBytes = 1 << 30 }), epoch: 2, workers: 3));
        Assert.NotEqual(expected, Prints(new(data, Small with { Seed = 4 }), epoch: 2, workers: 0));
        Assert.NotEqual(expected, Prints(new(data, Small), epoch: 3, workers: 0));
        Assert.NotEqual(expected, Prints(new(data, Small), epoch: 2, workers: 0, mosaic: false));
    }

    [Fact]
    public void Resuming_at_any_batch_of_any_epoch_continues_the_uninterrupted_run()
    {
        using var folder = new DataFolder(train: 11);
        var data = folder.Load();
        var one = new TrainingBatches(data, Small);
        var whole = Enumerable.Range(0, 3).Select(epoch => Prints(one, epoch, workers: 2)).ToList();
        Property.Holds(Gen.Choose(0, 2).Zip(Gen.Choose(0, 3)), at =>
        {
            var (epoch, batch) = at;
            Assert.Equal(whole[epoch].Skip(batch), Prints(new(data, Small), epoch, workers: 1, first: batch));
        });
    }

    [Fact]
    public void Every_image_is_first_once_an_epoch_and_labels_lie_inside()
    {
        using var folder = new DataFolder(train: 18);
        var batches = new TrainingBatches(folder.Load(), Small);
        var (paths, objects) = (new List<string>(), 0);
        using var loader = batches.Load(0, workers: 1);
        foreach (var batch in loader)
            using (batch)
            {
                paths.AddRange(batch.Images.Select(image => image.Path));
                Assert.Equal(batch.Count * 3 * 64 * 64, batch.Pixels.Bytes.Length);
                Assert.Equal(batch.ImageIndex.Length * 4, batch.XywhNormalised.Length);
                Assert.Equal(batch.ImageIndex.ToArray().Order(), batch.ImageIndex.ToArray());
                for (var i = 0; i < batch.Class.Length; i++, objects++)
                {
                    var box = batch.XywhNormalised.Slice(4 * i, 4);
                    Assert.InRange(batch.Class[i], 0, 2);
                    Assert.InRange(box[0] - box[2] / 2, -1e-6f, 1);
                    Assert.InRange(box[0] + box[2] / 2, 0, 1 + 1e-6f);
                    Assert.InRange(box[1] - box[3] / 2, -1e-6f, 1);
                    Assert.InRange(box[1] + box[3] / 2, 0, 1 + 1e-6f);
                }
            }
        Assert.Equal(18, paths.Distinct().Count());
        Assert.Equal(18, paths.Count);
        Assert.True(objects > 18);
    }

    [Fact]
    public void Without_mosaic_and_augmentation_a_sample_is_the_letterboxed_image()
    {
        using var folder = new DataFolder();
        folder.Add("train", "001", 40, 20, "2 0.5 0.5 0.5 0.5\n");
        var batches = new TrainingBatches(folder.Load(), Small with { Augment = AugmentOptions.None });
        using var batch = batches.Make(0, 0, mosaic: false);
        // 40x20 becomes 64x32, with 16 rows of padding above and below.
        var colour = DataFolder.ColourOf(1);
        byte[] expected = [colour.R, colour.G, colour.B];
        for (var c = 0; c < 3; c++)
        for (var y = 0; y < 64; y++)
            Assert.Equal(y is >= 16 and < 48 ? expected[c] : 114, batch.Pixels[0][(y * 64 + 7) * 3 + c]);
        Assert.Equal([2], batch.Class.ToArray());
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.25f], batch.XywhNormalised.ToArray());
    }

    [Fact]
    public void Closing_the_mosaic_by_epoch_or_by_probability_is_the_same()
    {
        using var folder = new DataFolder(train: 5);
        var data = folder.Load();
        var never = Small with { Augment = Small.Augment with { Mosaic = 0 } };
        Assert.Equal(Prints(new(data, never), 1, 0, mosaic: true), Prints(new(data, Small), 1, 0, mosaic: false));
    }

    [Fact]
    public void Mosaic_partners_are_among_the_last_images_shown_reaching_into_the_epoch_before()
    {
        using var folder = new DataFolder(train: 30);
        var data = folder.Load();
        // A batch of 1 keeps 8 images. Flat colours, no scaling: every pixel is padding or the colour of a partner.
        var batches = new TrainingBatches(data, Small with { BatchSize = 1, Augment = AugmentOptions.None with { Mosaic = 1 } });
        var shown = new List<string>();
        var reachedBack = false;
        for (var epoch = 0; epoch < 2; epoch++)
        for (var number = 0; number < 30; number++)
        {
            using var batch = batches.Make(epoch, number);
            shown.Add(batch.Images[0].Path);
            var allowed = shown
                .TakeLast(8)
                .Select(path => DataFolder.ColourOf(int.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture)))
                .ToHashSet();
            for (var i = 0; i < 64 * 64; i++)
            {
                var colour = new Rgb(batch.Pixels.Bytes[3 * i], batch.Pixels.Bytes[3 * i + 1], batch.Pixels.Bytes[3 * i + 2]);
                Assert.True(colour == Rgb.Grey(Letterbox.Grey) || allowed.Contains(colour), $"epoch {epoch}, sample {number}: {colour}");
                reachedBack |=
                    epoch == 1
                    && number == 0
                    && colour != Rgb.Grey(Letterbox.Grey)
                    && colour != DataFolder.ColourOf(int.Parse(Path.GetFileNameWithoutExtension(shown[^1]), CultureInfo.InvariantCulture));
            }
        }
        Assert.True(reachedBack);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_image_that_vanishes_after_the_check_is_named_to_the_consumer(int workers)
    {
        using var folder = new DataFolder(train: 6);
        var data = folder.Load();
        File.Delete(folder["images/train/003.png"]);
        using var loader = new TrainingBatches(data, Small).Load(0, workers: workers);
        var fault = Assert.Throws<DataException>(() =>
        {
            foreach (var batch in loader)
                batch.Dispose();
        });
        Assert.Equal(folder["images/train/003.png"], fault.File);
        Assert.True(fault.Missing);
    }

    [Fact]
    public void An_image_damaged_after_the_check_is_named_too()
    {
        using var folder = new DataFolder(train: 1);
        var data = folder.Load();
        folder.Write("images/train/000.png", "damaged");
        var fault = Assert.Throws<DataException>(() => new TrainingBatches(data, Small).Make(0, 0));
        Assert.Contains("no longer decodes", fault.Message);
        Assert.False(fault.Missing);
    }

    [Fact]
    public void A_batch_that_was_disposed_gives_no_pixels()
    {
        using var folder = new DataFolder(train: 1);
        var batch = new TrainingBatches(folder.Load(), Small).Make(0, 0);
        batch.Dispose();
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Pixels.Bytes.Length);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        using var folder = new DataFolder(train: 1);
        var data = folder.Load();
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingBatches(data, Small with { ImageSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingBatches(data, Small with { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingBatches(data, Small with { CacheBytes = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingBatches(data, Small with { Augment = new() { CopyPaste = 0.5 } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingBatches(data, Small).Make(0, 1));
    }

    [SkippableFact]
    public void Blood_cells_make_the_same_epoch_twice()
    {
        var data = DetectionData.Load(DataYaml.Load(TestData.RequireSharedData("bccd")), "train", new() { Cache = false, Fraction = 0.2 });
        var options = new TrainingOptions { ImageSize = 160, BatchSize = 16 };
        Assert.Equal(Prints(new(data, options), 1, 2), Prints(new(data, options), 1, 0));
    }

    private static List<string> Prints(TrainingBatches batches, int epoch, int workers, int first = 0, bool mosaic = true)
    {
        using var loader = batches.Load(epoch, mosaic, first, workers);
        return [.. loader.Select(Print)];
    }

    private static string Print(DetectionBatch batch)
    {
        using (batch)
            return Convert.ToHexString(SHA256.HashData(batch.Pixels.Bytes))
                + string.Join(",", batch.ImageIndex.ToArray())
                + string.Join(",", batch.Class.ToArray())
                + string.Join(",", batch.XywhNormalised.ToArray())
                + string.Join(",", batch.Images.Select(i => i.Path));
    }
}
