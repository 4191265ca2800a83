using SpikeSharp.Engine.Detection;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Imaging.Tests;

/// <summary>The engine's own letterbox, which knows no OpenCV, against OpenCV's.</summary>
public sealed unsafe class EngineLetterboxTests
{
    [Theory]
    [InlineData(640, 480, 320, true)]
    [InlineData(640, 640, 320, false)] // one half: OpenCV takes means of four
    [InlineData(320, 320, 320, false)]
    [InlineData(1, 1, 64, false)]
    [InlineData(3, 500, 96, true)]
    [InlineData(500, 3, 96, true)]
    [InlineData(641, 427, 640, true)]
    [InlineData(100, 75, 640, true)]
    [InlineData(333, 77, 224, false)]
    public void It_gives_OpenCVs_pixels(int width, int height, int side, bool rectangular) => Compare(width, height, side, rectangular);

    [Fact]
    public void It_gives_OpenCVs_pixels_for_any_size()
    {
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
            Compare(random.Next(1, 700), random.Next(1, 700), 32 * random.Next(1, 12), random.Next(2) == 0);
    }

    private static void Compare(int width, int height, int side, bool rectangular)
    {
        foreach (var channels in (int[])[1, 3, 5])
            Compare(width, height, channels, new LetterboxOptions(side, side, Auto: rectangular));
    }

    private static void Compare(int width, int height, int channels, LetterboxOptions options)
    {
        var pixels = new byte[channels * width * height];
        new Random(width * 1000 + height).NextBytes(pixels);
        var expected = Resampling.Fit(new Image(width, height, pixels, channels), options);
        var plan = Letterbox.Plan(width, height, options);
        var map = new MapBuffer(isSpikes: false, 1, new ValueShape(channels, plan.Height, plan.Width, Timed: false), halo: 2);
        using var arena = new NativeBlock(map.Bytes);
        var view = new MapView(map, 0, channels);
        LetterboxResize.Draw(pixels, plan, view, arena.Pointer, ValueRange.Unit.Levels());
        for (var y = 0; y < plan.Height; y++)
        {
            var row = new ReadOnlySpan<float>(view.At(arena.Pointer, 0, y, 0), channels * plan.Width);
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] != expected.Pixels[y * row.Length + i] / 255f)
                    Assert.Fail(
                        $"{channels} channels, {width}x{height} into {plan.Width}x{plan.Height}: row {y}, byte {i} is {row[i] * 255}, "
                            + $"expected {expected.Pixels[y * row.Length + i]}"
                    );
            }
        }
    }
}
