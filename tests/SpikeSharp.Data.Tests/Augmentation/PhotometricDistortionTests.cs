using SpikeSharp.Data.Augmentation;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Augmentation;

public sealed class PhotometricDistortionTests
{
    private static readonly PhotometricDistortion None = new(0, 1, false, 1, 0);

    [Fact]
    public void Nothing_drawn_changes_nothing()
    {
        var image = Colours();
        None.Apply(image);
        Assert.Equal(Colours().Pixels, image.Pixels);
    }

    [Theory]
    [InlineData(20.9, 1, new[] { 20, 120, 255 })]
    [InlineData(-10.5, 1, new[] { 0, 89, 244 })]
    [InlineData(0, 1.5, new[] { 0, 150, 255 })]
    [InlineData(0, 0.75, new[] { 0, 75, 191 })]
    public void Brightness_is_added_and_contrast_multiplied_then_clipped_and_cut(double brightness, double contrast, int[] expected)
    {
        var image = new Image(1, 1, [0, 100, 255]);
        (None with { Brightness = brightness, Contrast = contrast }).Apply(image);
        Assert.Equal(expected, image.Pixels.Select(part => (int)part));
    }

    [Fact]
    public void Hue_turns_red_to_green_in_sixty_half_degrees_and_leaves_grey()
    {
        var image = new Image(2, 1, [255, 0, 0, 90, 90, 90]);
        (None with { Hue = 60 }).Apply(image);
        Assert.Equal([0, 255, 0, 90, 90, 90], image.Pixels);
        (None with { Hue = -60 }).Apply(image);
        Assert.Equal([255, 0, 0, 90, 90, 90], image.Pixels);
    }

    [Fact]
    public void Saturation_moves_colours_from_or_to_grey()
    {
        var image = new Image(2, 1, [200, 100, 100, 90, 90, 90]);
        (None with { Saturation = 0.5 }).Apply(image);
        // Saturation 127.5 of 255 becomes 63 or 64: the value stays, the others lose a quarter of it.
        Assert.Equal(200, image.Pixels[0]);
        Assert.InRange(image.Pixels[1], 149, 151);
        Assert.Equal([90, 90, 90], image.Pixels[3..]);
    }

    [Fact]
    public void Contrast_comes_before_or_after_the_colours()
    {
        var (first, last) = (new Image(1, 1, [200, 120, 40]), new Image(1, 1, [200, 120, 40]));
        var distortion = None with { Contrast = 1.5, Saturation = 0.5 };
        distortion.Apply(first);
        (distortion with { ContrastLast = true }).Apply(last);
        // Red is cut at 255 before it counts for the saturation, or after.
        Assert.Equal((255, 255), (first.Pixels[0], last.Pixels[0]));
        Assert.True(first.Pixels[2] < last.Pixels[2], $"{first.Pixels[2]}, {last.Pixels[2]}");
    }

    [Fact]
    public void Every_part_is_drawn_half_of_the_time_and_within_its_range()
    {
        var random = new CounterRandom(3, 0, 0, RandomStream.Colour);
        var drawn = Enumerable.Range(0, 4000).Select(_ => PhotometricDistortion.Draw(ref random)).ToList();
        Assert.All(drawn, d =>
            Assert.True(
                Math.Abs(d.Brightness) <= 32
                    && d.Contrast is >= 0.5 and <= 1.5
                    && d.Saturation is >= 0.5 and <= 1.5
                    && d.Hue is >= -18 and <= 17
            )
        );
        Assert.Equal((-18, 17), (drawn.Min(d => d.Hue), drawn.Max(d => d.Hue)));
        foreach (
            var part in (Func<PhotometricDistortion, bool>[])
                [d => d.Brightness != 0, d => d.Contrast != 1, d => d.ContrastLast, d => d.Saturation != 1]
        )
            Assert.InRange(drawn.Count(part), 1850, 2150);
        // A hue of 0 is drawn as well, once in 36.
        Assert.InRange(drawn.Count(d => d.Hue != 0), 1800, 2100);
    }

    private static Image Colours() => new(16, 16, [.. Enumerable.Range(0, 768).Select(i => (byte)(i * 37))]);
}
