namespace SpikeSharp.Imaging.Tests;

public sealed class LetterboxTests
{
    private static readonly Golden Preprocess = new("preprocess.safetensors");

    // width, height, auto, scale up; ratio, resized width and height, left and top: tests/golden/spikeyolo/index.json
    public static TheoryData<string, LetterboxOptions, double, int, int, int, int> Cases => new()
    {
        { "down_square", new(64, 64), 0.4, 64, 36, 0, 14 },
        { "down_auto", new(64, 64, Auto: true), 0.4, 64, 36, 0, 14 },
        { "up", new(64, 64), 1.28, 64, 47, 0, 8 },
        { "noscaleup", new(64, 64, ScaleUp: false), 1, 50, 37, 7, 13 },
        { "tall", new(64, 96, ScaleUp: false), 0.9504950495049505, 45, 96, 9, 0 },
        { "odd_pad", new(64, 64), 1, 64, 61, 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Letterbox_agrees_with_the_reference(string name, LetterboxOptions options, double ratio, int width, int height, int left, int top)
    {
        var (image, letterbox) = Letterbox.Apply(Preprocess.Image($"letterbox/{name}/input"), options);

        Assert.Equal((ratio, width, height, left, top),
            (letterbox.Ratio, letterbox.ResizedWidth, letterbox.ResizedHeight, letterbox.Left, letterbox.Top));
        Golden.AssertEqual(Preprocess.Image($"letterbox/{name}/output"), image, 1);
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
        var (image, letterbox) = Letterbox.Apply(new Image(width, height), new(64, 64));
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
        letterbox.ApplyTo(source, target);
        target.Fill(new(1, 2, 3));

        var before = GC.GetAllocatedBytesForCurrentThread();
        letterbox.ApplyTo(source, target);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        Assert.Equal(Letterbox.Apply(source, new(64, 64)).Image.Pixels, target.Pixels);
    }

    [Fact]
    public void Images_of_other_sizes_than_planned_are_refused() =>
        Assert.Throws<ArgumentException>(() => Letterbox.Plan(50, 37, new(64, 64)).ApplyTo(new Image(50, 36), new Image(64, 64)));
}
