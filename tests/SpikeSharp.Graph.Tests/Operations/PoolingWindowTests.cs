using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Operations;

public sealed class PoolingWindowTests
{
    [Theory]
    [InlineData(6, 3, 2, 1, 1, 1, false, 3)]
    [InlineData(6, 3, 2, 0, 0, 1, false, 2)]
    [InlineData(6, 3, 2, 0, 0, 1, true, 3)]
    [InlineData(7, 2, 3, 1, 1, 1, true, 3)]
    [InlineData(6, 2, 3, 1, 1, 1, true, 3)] // a fourth window would start at 9, beyond 6 + 1
    [InlineData(5, 1, 5, 0, 0, 1, true, 1)] // a second would start at 5, where the image ends
    [InlineData(7, 3, 1, 2, 2, 2, false, 7)]
    [InlineData(5, 2, 2, 0, 1, 1, false, 3)]
    [InlineData(2, 3, 1, 0, 0, 1, false, 0)]
    public void The_number_of_windows_is_that_of_spec_3_3(
        int size,
        int kernel,
        int stride,
        int before,
        int after,
        int dilation,
        bool ceil,
        int wanted
    )
    {
        var window = new PoolingWindow(kernel, 1, stride, 1, before, 0, after, 0, dilation, 1, ceil);
        Assert.Equal(wanted, window.Infer(new ShapeContext("pool", 1, 1), new ValueShape(1, size, 1, false)).Height);
    }

    [Fact]
    public void The_whole_map_is_one_window_whatever_its_size()
    {
        Assert.False(PoolingWindow.Whole.IsSquare);
        Assert.Equal(
            (1, 1),
            PoolingWindow.Whole.Infer(new ShapeContext("pool", 1, 1), new ValueShape(1, 7, 9, false)) is var shape
                ? (shape.Height, shape.Width)
                : default
        );
        Assert.Throws<GraphException>(() =>
            (PoolingWindow.Whole with { StrideHeight = 2 }).Infer(new ShapeContext("pool", 1, 1), new ValueShape(1, 7, 9, false))
        );
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_window_gives_the_largest_and_the_mean_of_its_taps(int seed)
    {
        var random = new Random(seed);
        var (image, window) = Case(random);
        var padding = random.Next(2) == 0;
        var largest = Graphs.Run(image, 1, (g, x) => g.Add("p", new MaxPool(window), x));
        var mean = Graphs.Run(image, 1, (g, x) => g.Add("p", new AveragePool(window, padding), x));
        for (var at = 0; at < largest.Reals.Length; at++)
        {
            var (taps, padded) = Taps(image, window, largest.Shape, at);
            Assert.Equal(taps.Max(), largest.Reals[at]);
            Assert.Equal(taps.Sum(x => (double)x) / (padding ? padded : taps.Count), mean.Reals[at], 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Lossless_pooling_sums_up_to_the_pool_of_the_sums_and_gives_spikes_for_spikes(int seed)
    {
        var random = new Random(seed);
        var (image, window) = Case(random);
        const int T = 5;
        var g = new GraphBuilder(Graphs.Info(T, Math.Max(image.Height, image.Width)));
        var s = g.Neuron("s", g.Input(image.Channels), new ILif(4, 0.9f));
        g.Output("s", s);
        g.Output("pooled", g.Add("p", new MaxPool(window) { OverTime = PoolingOverTime.Lossless }, s));
        g.Output("real", g.Add("r", new MaxPool(window) { OverTime = PoolingOverTime.Lossless }, g.Add("sum", s, s)));
        var run = new ReferenceInterpreter(g.Build()).Run(image).Outputs;
        var (spikes, pooled) = (run["s"], run["pooled"]);
        Assert.True(pooled.IsSpikes);
        Assert.Equal(4, pooled.MaxSpikes);
        int count = image.Values.Length,
            outputs = (int)pooled.Shape.Count;
        var (sums, totals) = (new float[count], new double[outputs]);
        for (var t = 0; t < T; t++)
        {
            for (var i = 0; i < count; i++)
                sums[i] += spikes.Spikes[t * count + i];
            var accumulated = new InputTensor(image.Channels, image.Height, image.Width, sums);
            for (var i = 0; i < outputs; i++)
            {
                totals[i] += pooled.Spikes[t * outputs + i];
                Assert.Equal(Taps(accumulated, window, pooled.Shape, i).Inside.Max(), totals[i]);
                Assert.Equal(2.0 * pooled.Spikes[t * outputs + i], run["real"].Reals[t * outputs + i]);
            }
        }
    }

    private static (InputTensor Image, PoolingWindow Window) Case(Random random)
    {
        int kh = random.Next(1, 5),
            kw = random.Next(1, 5),
            dh = random.Next(1, 3),
            dw = random.Next(1, 3);
        int reachH = (kh - 1) * dh + 1,
            reachW = (kw - 1) * dw + 1;
        var window = new PoolingWindow(
            kh,
            kw,
            random.Next(1, 4),
            random.Next(1, 4),
            random.Next(reachH / 2 + 1),
            random.Next(reachW / 2 + 1),
            random.Next(reachH / 2 + 1),
            random.Next(reachW / 2 + 1),
            dh,
            dw,
            random.Next(2) == 0
        );
        var image = Graphs.Image(random, random.Next(1, 4), reachH + random.Next(8), reachW + random.Next(8));
        return (image, random.Next(10) == 0 ? PoolingWindow.Whole : window);
    }

    private static (List<float> Inside, int InBorder) Taps(InputTensor image, PoolingWindow w, ValueShape output, int at)
    {
        w = w.On(image.Height, image.Width);
        int c = at / output.Plane,
            oy = at / output.Width % output.Height,
            ox = at % output.Width,
            inBorder = 0;
        var inside = new List<float>();
        for (var ky = 0; ky < w.KernelHeight; ky++)
        {
            for (var kx = 0; kx < w.KernelWidth; kx++)
            {
                int y = oy * w.StrideHeight - w.PadTop + ky * w.DilationHeight,
                    x = ox * w.StrideWidth - w.PadLeft + kx * w.DilationWidth;
                if (y < image.Height + w.PadBottom && x < image.Width + w.PadRight)
                    inBorder++;
                if (y >= 0 && y < image.Height && x >= 0 && x < image.Width)
                    inside.Add(image.Values[(c * image.Height + y) * image.Width + x]);
            }
        }
        return (inside, inBorder);
    }
}
