using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Data.Tests.Segmentation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;

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
        var options = new TrainingOptions
        {
            ImageSize = 32,
            BatchSize = 4,
            Seed = 3,
        };
        var (one, other) = (
            new SegmentationTrainingBatches(folder.Load(), options, 16),
            new SegmentationTrainingBatches(folder.Load(), options with { CacheBytes = 1 << 30 }, 16)
        );
        Assert.Equal((2, new PictureShape(32, 32)), (one.BatchesPerEpoch, one.Shape with { Height = 32 }));
        other.Make(0, 0).Dispose();
        using var a = one.Make(2, 1);
        using var b = other.Make(2, 1);
        Assert.Equal(2, a.Count);
        Assert.Equal(a.Pixels.Bytes, b.Pixels.Bytes);
        Assert.Equal(a.Masks, b.Masks);
        using var c = one.Make(3, 1);
        Assert.NotEqual(a.Pixels.Bytes.ToArray(), c.Pixels.Bytes.ToArray());
    }

    [Fact]
    public void Picture_and_mask_move_together()
    {
        using var folder = new MaskFolder(train: 8);
        var augment = new AugmentOptions
        {
            HsvH = 0,
            HsvS = 0,
            HsvV = 0,
            Scale = 0.5,
            FlipLr = 0.5,
            FlipUd = 0.5,
        };
        var batches = new SegmentationTrainingBatches(
            folder.Load(),
            new TrainingOptions
            {
                ImageSize = 64,
                BatchSize = 8,
                Augment = augment,
            },
            16
        );
        int dark = 0,
            bright = 0,
            outside = 0;
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
                    if (grey < 35)
                        Assert.Equal((0, dark++), (mask[at], dark - 1));
                    else if (grey > 215)
                        Assert.Equal((1, bright++), (mask[at], bright - 1));
                    else if (mask[at] == 255)
                        outside++;
                }
            }
        }
        Assert.True(dark > 1000 && bright > 1000 && outside > 1000, $"{dark}, {bright}, {outside}");
    }

    [Fact]
    public void Without_augmentation_a_picture_is_only_resized()
    {
        using var folder = new MaskFolder(train: 1);
        using var batch = new SegmentationTrainingBatches(
            folder.Load(),
            new TrainingOptions
            {
                ImageSize = 64,
                BatchSize = 1,
                Augment = AugmentOptions.None,
            },
            16
        ).Make(0, 0);
        using var validation = new SegmentationValidationBatches(folder.Load(), 64, 1, 16, 3).Make(0);
        Assert.Equal(validation.Pixels.Bytes, batch.Pixels.Bytes);
        Assert.Equal(validation.Masks, batch.Masks);
        Assert.Equal(validation.Originals[0], batch.Masks);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void A_range_of_sizes_is_of_the_long_side_and_what_is_missing_is_right_and_below(double ratio)
    {
        using var folder = new MaskFolder(train: 1);
        var options = new TrainingOptions
        {
            ImageSize = 64,
            BatchSize = 1,
            Augment = AugmentOptions.None with { RatioRange = new(ratio, ratio) },
        };
        using var batch = new SegmentationTrainingBatches(folder.Load(), options, 16).Make(0, 0);
        Assert.Equal((48, 64), (batch.Height, batch.Width));
        var mask = batch.Mask(0);
        for (var at = 0; at < mask.Length; at++)
            Assert.Equal(ratio < 1 && (at % 64 >= 32 || at / 64 >= 24), mask[at] == 255);
        // The border of the classes is at 20 of 64 columns.
        if (ratio < 1)
            Assert.Equal((0, 1), (mask[9], mask[10]));
        else
            Assert.InRange(mask[..64].Count((byte)0), 0, 40);
    }

    [Fact]
    public void A_picture_fits_within_a_long_and_a_short_side()
    {
        using var folder = new MaskFolder(train: 1);
        // The picture is 64 by 48: at half of it one of the two sides is met.
        foreach (
            var (size, half) in (ReadOnlySpan<(PictureShape?, bool)>)
                [(new(24, 256), true), (new(256, 24), true), (new(32, 24), true), (new(32, 30), true), (new(48, 256), false), (null, false)]
        )
        {
            var options = new TrainingOptions
            {
                ImageSize = 64,
                BatchSize = 1,
                Augment = AugmentOptions.None with { RatioRange = new(1, 1), RatioSize = size },
            };
            using var batch = new SegmentationTrainingBatches(folder.Load(), options, 16).Make(0, 0);
            Assert.Equal(half ? 32 * 24 : 64 * 48, batch.Mask(0).Length - batch.Mask(0).Count((byte)255));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public void What_a_small_picture_lacks_is_right_and_below_after_flips_and_has_no_colour(double up, double left)
    {
        using var folder = new MaskFolder(train: 1);
        var options = new TrainingOptions
        {
            ImageSize = 64,
            BatchSize = 1,
            Augment = AugmentOptions.None with { RatioRange = new(0.5, 0.5), FlipUd = up, FlipLr = left, PhotometricDistortion = true },
        };
        using var batch = new SegmentationTrainingBatches(folder.Load(), options, 16).Make(0, 0);
        var mask = batch.Mask(0);
        var picture = batch.Picture(0);
        for (var at = 0; at < mask.Length; at++)
        {
            var beyond = at % 64 >= 32 || at / 64 >= 24;
            Assert.Equal(beyond, mask[at] == 255);
            if (beyond)
                Assert.Equal(Rgb.Grey(Letterbox.Grey), picture[at % 64, at / 64]);
        }
        // The border of the classes is at 20 of 64 columns, the first class left of it.
        Assert.Equal(left > 0 ? (1, 0) : (0, 1), left > 0 ? (mask[21], mask[22]) : (mask[9], mask[10]));
    }

    [Fact]
    public void Crops_have_the_size_asked_for_and_are_anywhere_in_the_picture()
    {
        using var folder = new MaskFolder(train: 4);
        var options = new TrainingOptions
        {
            ImageSize = 64,
            CropSize = new(16, 32),
            BatchSize = 4,
            Augment = AugmentOptions.None with { RatioRange = new(1, 1) },
        };
        var batches = new SegmentationTrainingBatches(folder.Load(), options, 16);
        var dark = new HashSet<int>();
        for (var epoch = 0; epoch < 20; epoch++)
        {
            using var batch = batches.Make(epoch, 0);
            Assert.Equal((16, 32), (batch.Height, batch.Width));
            for (var i = 0; i < 4; i++)
                dark.Add(batch.Mask(i)[..32].Count((byte)0));
        }
        Assert.Equal((0, 20), (dark.Min(), dark.Max()));
        Assert.True(dark.Count > 10, string.Join(", ", dark));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new SegmentationTrainingBatches(folder.Load(), options with { CropSize = new(16, 40) }, 16)
        );
    }

    [Fact]
    public void No_class_has_more_of_a_crop_than_the_limit_where_ten_tries_find_such()
    {
        using var folder = new MaskFolder(train: 8);
        Assert.True(Largest(1) > 0.9);
        Assert.InRange(Largest(0.75), 0.5, 0.7499);

        // The largest share that a class has of any crop but the worst tenth: ten tries may fail.
        double Largest(double limit)
        {
            var augment = AugmentOptions.None with { RatioRange = new(1, 1), CatMaxRatio = limit };
            var batches = new SegmentationTrainingBatches(
                folder.Load(),
                new TrainingOptions
                {
                    ImageSize = 64,
                    CropSize = new(32, 32),
                    BatchSize = 8,
                    Augment = augment,
                },
                16
            );
            var shares = new List<double>();
            for (var epoch = 0; epoch < 10; epoch++)
            {
                using var batch = batches.Make(epoch, 0);
                for (var i = 0; i < batch.Count; i++)
                    shares.Add(Math.Max(batch.Mask(i).Count((byte)0), batch.Mask(i).Count((byte)1)) / 1024.0);
            }
            return shares.Order().ElementAt(shares.Count * 9 / 10);
        }
    }

    [Fact]
    public void A_picture_of_one_class_is_cut_all_the_same()
    {
        using var folder = new MaskFolder(train: 0);
        folder.Add("train", "a", border: 64);
        var augment = new AugmentOptions
        {
            RatioRange = new(0.5, 2),
            CatMaxRatio = 0.75,
            PhotometricDistortion = true,
        };
        using var batch = new SegmentationTrainingBatches(
            folder.Load(),
            new TrainingOptions
            {
                ImageSize = 64,
                BatchSize = 1,
                Augment = augment,
            },
            16
        ).Make(0, 0);
        Assert.Equal(0, batch.Mask(0)[0]);
    }

    [Fact]
    public void Distorted_colours_are_the_same_whenever_a_batch_is_made_and_leave_masks_alone()
    {
        using var folder = new MaskFolder();
        var options = new TrainingOptions
        {
            ImageSize = 64,
            BatchSize = 6,
            Augment = AugmentOptions.None with { PhotometricDistortion = true },
        };
        using var plain = new SegmentationTrainingBatches(folder.Load(), options with { Augment = AugmentOptions.None }, 16).Make(1, 0);
        using var one = new SegmentationTrainingBatches(folder.Load(), options, 16).Make(1, 0);
        using var other = new SegmentationTrainingBatches(folder.Load(), options, 16).Make(1, 0);
        Assert.Equal(one.Pixels.Bytes, other.Pixels.Bytes);
        Assert.Equal(plain.Masks, one.Masks);
        Assert.NotEqual(plain.Pixels.Bytes.ToArray(), one.Pixels.Bytes.ToArray());
    }

    [Fact]
    public void Validation_puts_pictures_of_one_shape_together_and_forgets_none()
    {
        using var folder = new MaskFolder(val: 5);
        folder.Add("val", "tall", 48, 64);
        var data = folder.Load("val");
        var batches = new SegmentationValidationBatches(data, 64, 4, 16, 3);
        Assert.Equal(3, batches.Count);
        var seen = new List<string>();
        for (var i = 0; i < batches.Count; i++)
        {
            using var batch = batches.Make(i);
            seen.AddRange(batch.Images.Select(image => image.Path));
            Assert.All(batch.Images.Index(), image =>
                Assert.Equal(image.Item.Width * image.Item.Height, batch.Originals[image.Index]!.Length)
            );
        }
        Assert.Equal(data.Images.Select(image => image.Path).Order(), seen.Order());
    }
}
