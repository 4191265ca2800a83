using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Data.Tests.Segmentation;

namespace SpikeSharp.Data.Tests.Batches;

public sealed class SegmentationBatchesTests
{
    [Theory]
    [InlineData(480, 360, 240, 320)]
    [InlineData(360, 480, 320, 240)]
    [InlineData(100, 100, 320, 320)]
    [InlineData(1000, 7, 16, 320)]
    public void A_shape_keeps_the_proportions_to_half_a_step(int width, int height, int rows, int columns) =>
        Assert.Equal(new PictureShape(rows, columns), PictureShape.Of(width, height, 320, 16));

    [Fact]
    public void A_batch_is_the_same_whenever_it_is_made()
    {
        using var folder = new MaskFolder();
        var options = new TrainingOptions { ImageSize = 32, BatchSize = 4, Seed = 3 };
        var (one, other) = (new SegmentationTrainingBatches(folder.Load(), options, 16), new SegmentationTrainingBatches(folder.Load(), options with { CacheBytes = 1 << 30 }, 16));
        Assert.Equal((2, new PictureShape(32, 32)), (one.BatchesPerEpoch, one.Shape with { Height = 32 }));
        other.Make(0, 0).Dispose();
        using var a = one.Make(2, 1);
        using var b = other.Make(2, 1);
        Assert.Equal(2, a.Count);
        Assert.Equal(a.Pixels, b.Pixels);
        Assert.Equal(a.Masks, b.Masks);
        using var c = one.Make(3, 1);
        Assert.NotEqual(a.Pixels.ToArray(), c.Pixels.ToArray());
    }

    [Fact]
    public void Picture_and_mask_move_together()
    {
        using var folder = new MaskFolder(train: 8);
        var augment = new AugmentOptions { HsvH = 0, HsvS = 0, HsvV = 0, Scale = 0.5, FlipLr = 0.5, FlipUd = 0.5 };
        var batches = new SegmentationTrainingBatches(folder.Load(), new TrainingOptions { ImageSize = 64, BatchSize = 8, Augment = augment }, 16);
        int dark = 0, bright = 0, outside = 0;
        for (var epoch = 0; epoch < 6; epoch++)
        {
            using var batch = batches.Make(epoch, 0);
            Assert.Equal((48, 64), (batch.Height, batch.Width));
            for (var i = 0; i < batch.Count; i++)
            {
                var picture = batch.Picture(i);
                var mask = batch.Mask(i);
                for (var at = 0; at < mask.Length; at++)
                {
                    var grey = picture[at % 64, at / 64].R;
                    // Between dark, bright and the grey outside, bilinear pixels may be of any shade; the others tell their class.
                    if (grey < 35) Assert.Equal((0, dark++), (mask[at], dark - 1));
                    else if (grey > 215) Assert.Equal((1, bright++), (mask[at], bright - 1));
                    else if (mask[at] == 255) outside++;
                }
            }
        }
        Assert.True(dark > 1000 && bright > 1000 && outside > 1000, $"{dark}, {bright}, {outside}");
    }

    [Fact]
    public void Without_augmentation_a_picture_is_only_resized()
    {
        using var folder = new MaskFolder(train: 1);
        using var batch = new SegmentationTrainingBatches(folder.Load(), new TrainingOptions { ImageSize = 64, BatchSize = 1, Augment = AugmentOptions.None }, 16).Make(0, 0);
        using var validation = new SegmentationValidationBatches(folder.Load(), 64, 1, 16).Make(0);
        Assert.Equal(validation.Pixels, batch.Pixels);
        Assert.Equal(validation.Masks, batch.Masks);
        Assert.Equal(validation.Originals[0], batch.Masks);
    }

    [Fact]
    public void Validation_puts_pictures_of_one_shape_together_and_forgets_none()
    {
        using var folder = new MaskFolder(val: 5);
        folder.Add("val", "tall", 48, 64);
        var data = folder.Load("val");
        var batches = new SegmentationValidationBatches(data, 64, 4, 16);
        Assert.Equal(3, batches.Count);
        var seen = new List<string>();
        for (var i = 0; i < batches.Count; i++)
        {
            using var batch = batches.Make(i);
            seen.AddRange(batch.Images.Select(image => image.Path));
            Assert.All(batch.Images.Index(), image => Assert.Equal(image.Item.Width * image.Item.Height, batch.Originals[image.Index]!.Length));
        }
        Assert.Equal(data.Images.Select(image => image.Path).Order(), seen.Order());
    }
}
