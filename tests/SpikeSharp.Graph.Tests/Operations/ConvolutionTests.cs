using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Operations;

public sealed class ConvolutionTests
{
    [Fact]
    public void Two_by_two_on_three_by_three_by_hand()
    {
        var image = Graphs.Image(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        var y = Graphs.Run(image, 1, (g, x) =>
            g.Convolution("c", x, Graphs.Weight([1, 10, 100, 1000], 1, 1, 2, 2), Graphs.Weight([0.5f], 1))
        );
        Assert.Equal([5421.5, 6532.5, 8754.5, 9865.5], y.Reals.ToArray());
    }

    [Fact]
    public void Padding_adds_zeros_and_stride_skips()
    {
        var image = Graphs.Image(2, 2, 1, 2, 3, 4);
        var y = Graphs.Run(image, 1, (g, x) =>
            g.Convolution("c", x, Graphs.Weight([1, 2, 3, 4, 5, 6, 7, 8, 9], 1, 1, 3, 3), stride: 2, padding: 2)
        );
        Assert.Equal([9, 7 + 8 * 2, 3 + 6 * 3, 1 + 2 * 2 + 4 * 3 + 5 * 4], y.Reals.ToArray());
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_stride_padding_kernel_dilation_and_grouping_agrees_with_the_formula_in_both_arithmetics(int seed)
    {
        var random = new Random(seed);
        int groups = random.Next(1, 4),
            perGroup = random.Next(1, 4),
            channels = groups * perGroup,
            outputs = groups * random.Next(1, 4);
        int kh = random.Next(1, 6),
            kw = random.Next(1, 6),
            stride = random.Next(1, 5),
            padding = random.Next(0, 8);
        var dilation = seed < 40 ? 1 : random.Next(2, 5);
        var height = Math.Max(1, (kh - 1) * dilation + 1 - 2 * padding) + random.Next(0, 9);
        var width = Math.Max(1, (kw - 1) * dilation + 1 - 2 * padding) + random.Next(0, 9);
        var convolution = new Convolution(
            Graphs.Random(random, outputs, perGroup, kh, kw),
            seed % 2 == 0 ? Graphs.Random(random, outputs) : null,
            stride,
            padding,
            groups
        )
        {
            Dilation = dilation,
        };
        var image = Graphs.Image(random, channels, height, width);
        var g = new GraphBuilder(Graphs.Info(1, Math.Max(height, width) + 8));
        var x = g.Input(channels);
        g.Output("dense", g.Add("dense", convolution, x));
        // Times 6 through a pointwise convolution, so that the spikes take all values 0…5.
        var scale = new float[channels];
        Array.Fill(scale, 6f);
        var spikes = g.Neuron("s", g.Convolution("six", x, Graphs.Weight(scale, channels, 1, 1, 1), groups: channels), new ILif(5));
        g.Output("spikes", spikes);
        g.Output("sums", g.Add("sums", convolution, spikes));
        var graph = g.Build();
        var integer = new ReferenceInterpreter(graph).Run(image).Outputs;
        var binary = new ReferenceInterpreter(graph, SpikeArithmetic.Binary).Run(image).Outputs;

        AssertNear(Formula(convolution, image.Values.ToArray().Select(v => (double)v).ToArray(), height, width), integer["dense"].Reals);
        var wanted = Formula(convolution, [.. integer["spikes"].Spikes.ToArray().Select(s => (double)s)], height, width);
        AssertNear(wanted, integer["sums"].Reals);
        AssertNear(wanted, binary["sums"].Reals);
    }

    private static double[] Formula(Convolution c, double[] input, int height, int width)
    {
        var ho = (height + 2 * c.Padding - (c.KernelHeight - 1) * c.Dilation - 1) / c.Stride + 1;
        var wo = (width + 2 * c.Padding - (c.KernelWidth - 1) * c.Dilation - 1) / c.Stride + 1;
        int perGroup = c.Weight.Shape[1],
            groupOutputs = c.OutChannels / c.Groups;
        var output = new double[c.OutChannels * ho * wo];
        for (var at = 0; at < output.Length; at++)
        {
            int o = at / (ho * wo),
                oy = at / wo % ho,
                ox = at % wo;
            double sum = c.Bias?.Values[o] ?? 0;
            for (var w = 0; w < perGroup * c.KernelHeight * c.KernelWidth; w++)
            {
                int i = w / (c.KernelHeight * c.KernelWidth),
                    ky = w / c.KernelWidth % c.KernelHeight,
                    kx = w % c.KernelWidth;
                int y = oy * c.Stride + ky * c.Dilation - c.Padding,
                    x = ox * c.Stride + kx * c.Dilation - c.Padding;
                if (y < 0 || y >= height || x < 0 || x >= width)
                    continue;
                sum +=
                    c.Weight.Values[o * perGroup * c.KernelHeight * c.KernelWidth + w]
                    * input[((o / groupOutputs * perGroup + i) * height + y) * width + x];
            }
            output[at] = sum;
        }
        return output;
    }

    private static void AssertNear(double[] wanted, ReadOnlySpan<double> got)
    {
        Assert.Equal(wanted.Length, got.Length);
        for (var i = 0; i < wanted.Length; i++)
            Assert.Equal(wanted[i], got[i], 1e-12);
    }
}
