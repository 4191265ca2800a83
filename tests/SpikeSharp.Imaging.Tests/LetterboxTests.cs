using SpikeSharp.Graph.Detection;
using SpikeSharp.Testing;

namespace SpikeSharp.Imaging.Tests;

public sealed class LetterboxTests
{
    [SkippableTheory]
    [Trait("Category", "Golden")]
    [InlineData("letterbox_down_square")]
    [InlineData("letterbox_down_auto")]
    [InlineData("letterbox_up")]
    [InlineData("letterbox_noscaleup")]
    [InlineData("letterbox_tall")]
    [InlineData("letterbox_odd_pad")]
    public void Letterbox_agrees_with_the_reference(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var (input, output) = (golden.Name("input"), golden.Name("output"));
        var (size, shape) = (golden.Shape(input), golden.Numbers("new_shape")); // height, width
        var options = new LetterboxOptions((int)shape[1], (int)shape[0], golden.Bool("auto"), golden.Bool("scaleup"), golden.Int("stride"));

        var source = new Image(size[1], size[0], golden.Tensors.Bytes(input).ToArray());
        var (image, letterbox) = (Resampling.Fit(source, options), Letterbox.Plan(source.Width, source.Height, options));

        Assert.Equal(golden.Double("ratio"), letterbox.Ratio, 1e-12);
        Assert.Equal(golden.Numbers("resized_wh"), new double[] { letterbox.ResizedWidth, letterbox.ResizedHeight });
        Assert.Equal(
            golden.Numbers("pad"),
            new double[]
            {
                letterbox.Left,
                letterbox.Top,
                letterbox.Width - letterbox.ResizedWidth - letterbox.Left,
                letterbox.Height - letterbox.ResizedHeight - letterbox.Top,
            }
        );
        Assert.Equal(new[] { image.Height, image.Width, 3 }, golden.Shape(output));
        golden.Compare<byte>(output, image.Pixels, "pixels");
    }

    [Fact]
    public void Auto_pads_to_the_next_multiple_of_the_stride_only()
    {
        var letterbox = Letterbox.Plan(160, 90, new(64, 64, Auto: true, Stride: 8));
        Assert.Equal((64, 40, 0, 2, 2.0), (letterbox.Width, letterbox.Height, letterbox.Left, letterbox.Top, letterbox.PadY));
    }

    [Theory]
    [InlineData(1, 5000)]
    [InlineData(5000, 1)]
    [InlineData(1, 1)]
    public void An_extreme_shape_keeps_a_pixel_of_its_short_side(int width, int height)
    {
        var (image, letterbox) = (Resampling.Fit(new Image(width, height), new(64, 64)), Letterbox.Plan(width, height, new(64, 64)));
        Assert.Equal((64, 64), (image.Width, image.Height));
        Assert.True(letterbox.ResizedWidth >= 1 && letterbox.ResizedHeight >= 1);
        Assert.Equal(Rgb.Black, image[letterbox.Left, letterbox.Top]);
    }

    [Fact]
    public void Drawing_into_an_existing_image_overwrites_every_pixel_and_allocates_nothing()
    {
        var source = new Image(50, 37);
        var letterbox = Letterbox.Plan(50, 37, new(64, 64));
        var target = new Image(64, 64);
        Resampling.FitInto(source, target, letterbox);
        target.Fill(new Rgb(1, 2, 3));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Resampling.FitInto(source, target, letterbox);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        Assert.Equal(Resampling.Fit(source, new(64, 64)).Pixels, target.Pixels);
    }

    [Fact]
    public void Images_of_other_sizes_than_planned_are_refused() =>
        Assert.Throws<ArgumentException>(() =>
            Resampling.FitInto(new Image(50, 36), new Image(64, 64), Letterbox.Plan(50, 37, new(64, 64)))
        );
}
