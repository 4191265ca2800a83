using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Operations;

/// <summary>The examples of ONNX's description of Resize, and PyTorch's default for nearest neighbours.</summary>
public sealed class ResizeTests
{
    private static readonly InputTensor Two = Graphs.Image(2, 2, 1, 2, 3, 4);
    private static readonly InputTensor Row = Graphs.Image(1, 4, 1, 2, 3, 4);

    [Fact]
    public void Linear_by_half_pixels() =>
        Near(
            [1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4],
            Two,
            new(ResizeKind.Linear, 4, 4, ResizeCoordinates.HalfPixel)
        );

    [Fact]
    public void Linear_with_the_corners_aligned() =>
        Near(
            [1, 4 / 3.0, 5 / 3.0, 2, 5 / 3.0, 2, 7 / 3.0, 8 / 3.0, 7 / 3.0, 8 / 3.0, 3, 10 / 3.0, 3, 10 / 3.0, 11 / 3.0, 4],
            Two,
            new(ResizeKind.Linear, 4, 4, ResizeCoordinates.AlignCorners)
        );

    [Fact]
    public void Linear_to_a_smaller_size_by_a_scale() =>
        Near([1, 1 + 1 / 0.6], Row, new(ResizeKind.Linear, 1, 0, ResizeCoordinates.Asymmetric) { ScaleWidth = 0.6f });

    [Fact]
    public void A_cubic_of_one_half_keeps_a_line_in_the_middle()
    {
        var y = Graphs.Run(Graphs.Image(1, 8, 0, 1, 2, 3, 4, 5, 6, 7), 1, (g, x) =>
            g.Add("y", new Resize(ResizeKind.Cubic, 1, 16, ResizeCoordinates.HalfPixel) { CubicCoefficient = -0.5f }, x)
        );
        for (var i = 4; i < 12; i++)
            Assert.Equal((i + 0.5) / 2 - 0.5, y.Reals[i], 1e-12);
    }

    [Fact]
    public void Cubic_by_half_pixels()
    {
        var image = Graphs.Image(4, 4, [.. Enumerable.Range(1, 16).Select(i => (float)i)]);
        var y = Graphs.Run(image, 1, (g, x) => g.Add("y", new Resize(ResizeKind.Cubic, 8, 8, ResizeCoordinates.HalfPixel), x));
        Assert.Equal([0.47265625, 0.76953125, 1.24609375, 1.875, 2.28125, 2.91015625, 3.38671875, 3.68359375], y.Reals[..8].ToArray());
    }

    [Theory]
    [InlineData(ResizeCoordinates.Asymmetric, ResizeRounding.Floor, new[] { 1.0, 1, 2, 3, 3, 4 }, 6)]
    [InlineData(ResizeCoordinates.HalfPixel, ResizeRounding.RoundPreferFloor, new[] { 1.0, 1, 2, 2, 3, 3, 4, 4 }, 8)]
    [InlineData(ResizeCoordinates.HalfPixel, ResizeRounding.RoundPreferCeil, new[] { 2.0, 4 }, 2)]
    [InlineData(ResizeCoordinates.AlignCorners, ResizeRounding.Ceil, new[] { 1.0, 2, 3, 4, 4 }, 5)]
    [InlineData(ResizeCoordinates.PytorchHalfPixel, ResizeRounding.Floor, new[] { 1.0 }, 1)]
    public void Nearest(ResizeCoordinates coordinates, ResizeRounding rounding, double[] wanted, int width)
    {
        var y = Graphs.Run(Row, 1, (g, x) => g.Add("y", new Resize(ResizeKind.Nearest, 1, width, coordinates) { Rounding = rounding }, x));
        Assert.Equal(wanted, y.Reals.ToArray());
    }

    [Fact]
    public void Nearest_neighbours_of_spikes_are_spikes()
    {
        var y = Graphs.Run(Row, 2, (g, x) =>
            g.Add("y", new Resize(ResizeKind.Nearest, 1, 3, ResizeCoordinates.Asymmetric), g.Neuron("s", x, new ILif(4, 0)))
        );
        Assert.Equal([1, 2, 3, 1, 2, 3], y.Spikes.ToArray());
    }

    private static void Near(double[] wanted, InputTensor image, Resize resize)
    {
        var y = Graphs.Run(image, 1, (g, x) => g.Add("y", resize, x));
        Assert.Equal(wanted.Length, y.Reals.Length);
        for (var i = 0; i < wanted.Length; i++)
            Assert.Equal(wanted[i], y.Reals[i], 1e-6);
    }
}
