using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Imaging.Tests;

public sealed class ResamplingTests
{
    [Fact]
    public void Hsv_jitter_does_not_depend_on_the_bands_it_works_in()
    {
        var tall = Pictures.Noise(300, 700, seed: 3);
        var part = tall.Crop(0, 350, 300, 200);
        HsvJitter.Apply(tall, 1.01, 0.8, 1.2);
        HsvJitter.Apply(part, 1.01, 0.8, 1.2);
        Assert.Equal(part.Pixels, tall.Crop(0, 350, 300, 200).Pixels);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(7, 4)]
    public void Flips_mirror_and_undo_themselves(int width, int height)
    {
        var original = Pictures.Noise(width, height, seed: 1);
        var image = original.Clone();
        Resampling.FlipVertically(image);
        Assert.Equal(original[0, 0], image[0, height - 1]);
        Resampling.FlipHorizontally(image);
        Assert.Equal(original[width - 1, 0], image[0, height - 1]);
        Resampling.FlipVertically(image);
        Resampling.FlipHorizontally(image);
        Assert.Equal(original.Pixels, image.Pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    public void Every_channel_is_moved_as_it_would_be_alone(int channels)
    {
        var source = new Image(31, 22, channels);
        new Random(channels).NextBytes(source.Pixels);
        var options = new LetterboxOptions(48, 48);
        var warp = new AffineMatrix(0.9, 0.1, 3, -0.1, 0.8, 2);
        var (fitted, warped) = (Resampling.Fit(source, options), new Image(40, 40, channels));
        Resampling.WarpAffine(source, warped, warp, Letterbox.Grey);
        Resampling.FlipHorizontally(source);
        for (var c = 0; c < channels; c++)
        {
            var flipped = Channel(source, c);
            var alone = flipped.Clone();
            Resampling.FlipHorizontally(alone);
            Assert.Equal(Resampling.Fit(alone, options).Pixels, Channel(fitted, c).Pixels);
            var moved = new Image(40, 40, channels: 1);
            Resampling.WarpAffine(alone, moved, warp, Letterbox.Grey);
            Assert.Equal(moved.Pixels, Channel(warped, c).Pixels);
        }

        static Image Channel(Image image, int c) =>
            new(image.Width, image.Height, [.. image.Pixels.Where((_, i) => i % image.Channels == c)], channels: 1);
    }

    [Fact]
    public void Area_interpolation_takes_the_mean()
    {
        var image = new Image(2, 2);
        image[0, 0] = new(10, 0, 200);
        image[1, 1] = new(30, 100, 0);
        Assert.Equal(new Rgb(10, 25, 50), Resampling.Resize(image, 1, 1, Interpolation.Area)[0, 0]);
    }

    [Fact]
    public void Resizing_into_a_region_leaves_the_rest()
    {
        var target = new Image(10, 10);
        var source = new Image(3, 3);
        source.Fill(new Rgb(9, 8, 7));
        Resampling.ResizeInto(source, target, 4, 5, 6, 5);
        for (var y = 0; y < 10; y++)
        for (var x = 0; x < 10; x++)
            Assert.Equal(x >= 4 && y >= 5 ? new Rgb(9, 8, 7) : Rgb.Black, target[x, y]);
        Assert.Throws<ArgumentException>(() => Resampling.ResizeInto(source, target, 5, 5, 6, 5));
        Assert.Throws<ArgumentException>(() => Resampling.ResizeInto(source, target, int.MaxValue, 0, 2, 2));
        Assert.Throws<ArgumentException>(() => Resampling.ResizeInto(target, target, 0, 0, 5, 5));
    }

    [Fact]
    public void A_singular_or_endless_map_is_refused()
    {
        var (source, target) = (new Image(4, 4), new Image(4, 4));
        Assert.Throws<ArgumentException>(() => Resampling.WarpAffine(source, target, new(1, 1, 0, 1, 1, 0), border: 0));
        Assert.Throws<ArgumentException>(() => Resampling.WarpAffine(source, target, new(double.NaN, 0, 0, 0, 1, 0), border: 0));
        Assert.Throws<ArgumentException>(() =>
            Resampling.WarpAffine(source, target, new(1, 0, double.PositiveInfinity, 0, 1, 0), border: 0)
        );
    }

    [Fact]
    public void The_border_fills_what_lies_outside()
    {
        var target = new Image(8, 8);
        Resampling.WarpAffine(new Image(4, 4), target, new(1, 0, 2, 0, 1, 2), border: 7);
        Assert.Equal((Rgb.Grey(7), Rgb.Black, Rgb.Grey(7)), (target[0, 0], target[4, 4], target[7, 7]));
    }

    [Fact]
    public void The_work_of_a_training_loader_allocates_nothing()
    {
        var (source, canvas, output) = (Pictures.Noise(60, 40, seed: 4), new Image(96, 96), new Image(48, 48));
        Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            canvas.Fill(Letterbox.Grey);
            source.CopyTo(canvas, 0, 0, 20, 30, 60, 40);
            Resampling.WarpAffine(canvas, output, new(0.5, 0, 0, 0, 0.5, 0), Letterbox.Grey);
            HsvJitter.Apply(output, 1.01, 0.9, 1.1);
            Resampling.FlipHorizontally(output);
        }
    }
}
