using FsCheck.Fluent;
using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Augmentation;

public sealed class AugmentationTests
{
    [Fact]
    public void Boxes_stay_inside_whatever_the_transform() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
        {
            var random = new CounterRandom(seed, 0, 0, RandomStream.Affine);
            var options = new AugmentOptions
            {
                Degrees = 180,
                Translate = 0.9,
                Scale = 0.9,
                Shear = 60,
            };
            var boxes = new List<PixelBox>();
            for (var i = 0; i < 20; i++)
            {
                var (x, y) = ((float)random.NextDouble(0, 100), (float)random.NextDouble(0, 100));
                boxes.Add(new(i, x, y, x + (float)random.NextDouble(0.1, 28), y + (float)random.NextDouble(0.1, 28)));
            }
            RandomAffine.Draw(ref random, options, 128, 128, 64).Apply(boxes, 64);
            foreach (var box in boxes)
            {
                Assert.InRange(box.X1, 0, 62);
                Assert.InRange(box.Y1, 0, 62);
                Assert.InRange(box.X2, box.X1 + 2, 64);
                Assert.InRange(box.Y2, box.Y1 + 2, 64);
            }
        });

    [Fact]
    public void The_map_is_translation_shear_rotation_scale_and_centring_in_this_order()
    {
        var (angle, scale, shearX, shearY) = (30.0, 1.5, 10.0, -5.0);
        var map = RandomAffine.About(32, 24, angle, scale, shearX, shearY, 7, 9).Map;
        var (a, sx, sy) = (angle * Math.PI / 180, Math.Tan(shearX * Math.PI / 180), Math.Tan(shearY * Math.PI / 180));
        var (x, y) = (50.0 - 32, 10.0 - 24);
        (x, y) = (scale * (Math.Cos(a) * x + Math.Sin(a) * y), scale * (-Math.Sin(a) * x + Math.Cos(a) * y));
        (x, y) = (x + sx * y + 7, sy * x + y + 9);
        var (gotX, gotY) = map.Map(50, 10);
        Assert.Equal(x, gotX, 9);
        Assert.Equal(y, gotY, 9);
    }

    [Theory]
    [InlineData(0, 0, 10, 10, true)]
    [InlineData(0, 0, 2, 10, false)]
    [InlineData(0, 0, 10, 2.5f, true)]
    [InlineData(-90, 0, 10, 100, false)]
    [InlineData(-89, 0, 11.2f, 100, true)]
    [InlineData(-10, -10, -1, -1, false)]
    [InlineData(0, 5, 300, 7.9f, false)]
    public void Boxes_too_small_too_cut_or_too_long_are_dropped(float x1, float y1, float x2, float y2, bool stays)
    {
        var boxes = new List<PixelBox> { new(0, x1, y1, x2, y2) };
        RandomAffine.About(0, 0, 0, 1, 0, 0, 0, 0).Apply(boxes, 300);
        Assert.Equal(stays, boxes.Count == 1);
    }

    [Fact]
    public void A_mosaic_centre_is_anywhere_in_the_middle_half()
    {
        var random = new CounterRandom(1, 0, 0, RandomStream.Mosaic);
        var centres = Enumerable.Range(0, 5000).Select(_ => Mosaic.DrawCentre(ref random, 32)).ToList();
        Assert.Equal((16, 47), (centres.Min(c => c.X), centres.Max(c => c.X)));
        Assert.Equal((16, 47), (centres.Min(c => c.Y), centres.Max(c => c.Y)));
    }

    [Fact]
    public void Two_flips_are_none()
    {
        var random = new CounterRandom(1, 0, 0, RandomStream.Flip);
        var image = new Image(5, 4);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)random.NextInt(256);
        var (before, boxes) = (image.Clone(), new List<PixelBox> { new(2, 0, 1, 2, 3) });
        Flips.LeftRight(image, boxes);
        Assert.Equal(new(2, 3, 1, 5, 3), boxes[0]);
        Flips.UpsideDown(image, boxes);
        Assert.Equal(new(2, 3, 1, 5, 3), boxes[0]);
        Assert.Equal(before[0, 0], image[4, 3]);
        Flips.UpsideDown(image, boxes);
        Flips.LeftRight(image, boxes);
        Assert.Equal(before.Pixels, image.Pixels);
        Assert.Equal(new(2, 0, 1, 2, 3), boxes[0]);
    }

    [Fact]
    public void Blending_goes_from_one_image_to_the_other()
    {
        byte[] ours = [0, 100, 255],
            theirs = [200, 50, 255];
        byte[] Blend(double share)
        {
            var image = new Image(1, 1, [.. ours]);
            MixUp.Blend(image, new(1, 1, theirs), share);
            return image.Pixels;
        }
        Assert.Equal(ours, Blend(1));
        Assert.Equal(theirs, Blend(0));
        Assert.Equal([100, 75, 255], Blend(0.5));
    }

    [Fact]
    public void Blending_shares_are_Beta_32_32()
    {
        var random = new CounterRandom(1, 0, 0, RandomStream.MixUp);
        var shares = Enumerable.Range(0, 4000).Select(_ => MixUp.DrawShare(ref random)).ToList();
        Assert.InRange(shares.Average(), 0.495, 0.505);
        // Variance a·b / ((a+b)²·(a+b+1)) = 1/260.
        Assert.InRange(shares.Average(s => Math.Pow(s - 0.5, 2)) * 260, 0.9, 1.1);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_option_out_of_range_is_named_as_users_know_it(double value)
    {
        new AugmentOptions().Validate();
        Assert.Equal("hsv_s", Assert.Throws<ArgumentOutOfRangeException>(new AugmentOptions { HsvS = value }.Validate).ParamName);
        Assert.Equal("fliplr", Assert.Throws<ArgumentOutOfRangeException>(new AugmentOptions { FlipLr = value }.Validate).ParamName);
        Assert.Equal("scale", Assert.Throws<ArgumentOutOfRangeException>(new AugmentOptions { Scale = value }.Validate).ParamName);
        Assert.Equal(
            "cat_max_ratio",
            Assert.Throws<ArgumentOutOfRangeException>(new AugmentOptions { CatMaxRatio = value }.Validate).ParamName
        );
    }

    [Fact]
    public void A_limit_of_0_and_sides_of_0_are_out_of_range()
    {
        Assert.Equal(
            "cat_max_ratio",
            Assert.Throws<ArgumentOutOfRangeException>(new AugmentOptions { CatMaxRatio = 0 }.Validate).ParamName
        );
        Assert.Equal(
            "ratio_size",
            Assert.Throws<ArgumentOutOfRangeException>(new AugmentOptions { RatioSize = new(2048, 0) }.Validate).ParamName
        );
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 0.5)]
    [InlineData(0.5, 11)]
    [InlineData(double.NaN, 1)]
    public void A_range_of_sizes_rises_from_above_0(double least, double most) =>
        Assert.Equal(
            "ratio_range",
            Assert.Throws<ArgumentOutOfRangeException>(new AugmentOptions { RatioRange = new(least, most) }.Validate).ParamName
        );

    [Fact]
    public void A_window_is_drawn_in_the_order_scale_x_y()
    {
        var (random, same) = (new CounterRandom(7, 1, 2, RandomStream.Affine), new CounterRandom(7, 1, 2, RandomStream.Affine));
        var window = ScaledWindow.Draw(ref random, 0.5, 64, 48, 32, 32);
        var scale = 32 / 48.0 * same.NextDouble(0.5, 1.5);
        Assert.Equal(new ScaledWindow(scale, (32 - 64 * scale) * same.NextDouble(), (32 - 48 * scale) * same.NextDouble()), window);
    }

    [Fact]
    public void A_smaller_picture_lies_anywhere_or_in_the_corner()
    {
        var random = new CounterRandom(7, 1, 2, RandomStream.Affine);
        var anywhere = ScaledWindow.Place(ref random, 0.5, 40, 100, 32, 32);
        Assert.InRange(anywhere.X, 0.01, 12);
        Assert.InRange(anywhere.Y, -18, 0);
        for (var side = 0; side < 2; side++)
        {
            var corner = ScaledWindow.Place(ref random, 0.5, 40, 100, 32, 32, (side, side));
            Assert.Equal(12 * side, corner.X);
            Assert.InRange(corner.Y, -18, -0.01);
        }
    }

    [Fact]
    public void What_is_not_supported_is_refused_not_ignored()
    {
        Assert.Throws<ArgumentOutOfRangeException>(new AugmentOptions { Perspective = 0.0005 }.Validate);
        Assert.Throws<ArgumentOutOfRangeException>(new AugmentOptions { CopyPaste = 0.1 }.Validate);
    }

    [Fact]
    public void Labels_go_to_pixels_and_back()
    {
        var label = new ObjectLabel(1, 0.3f, 0.6f, 0.2f, 0.4f);
        var back = LabelGeometry.ToShares(LabelGeometry.ToPixels(label, 640, 480, 0, 0), 640, 480);
        Assert.Equal(label.X, back.X, 1e-6f);
        Assert.Equal(label.Height, back.Height, 1e-6f);
        var moved = LabelGeometry.ToPixels(label, 640, 480, 10, 20);
        Assert.Equal(138, moved.X1, 1e-4f);
        Assert.Equal(404, moved.Y2, 1e-4f);
    }
}
