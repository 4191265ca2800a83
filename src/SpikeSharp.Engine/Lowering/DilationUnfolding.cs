using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Lowering;

/// <summary>Writes dilated convolutions with the zeros between their taps, so that kernels know of none.</summary>
internal static class DilationUnfolding
{
    // 1 GiB of float32: what a file may ask for is bounded.
    private const long MostWeights = 1 << 28;

    internal static SpikeGraph Apply(SpikeGraph graph)
    {
        if (!graph.Nodes.Any(node => node.Operation is Convolution { Dilation: > 1 }))
            return graph;
        return new SpikeGraph(
            graph.Info,
            [
                .. graph.Nodes.Select(node =>
                    node.Operation is Convolution { Dilation: > 1 } convolution
                        ? node with
                        {
                            Operation = Spread(node.Name, convolution),
                        }
                        : node
                ),
            ],
            graph.Outputs
        );
    }

    private static Convolution Spread(string name, Convolution convolution)
    {
        int filters = convolution.OutChannels * convolution.Weight.Shape[1],
            kh = convolution.KernelHeight,
            kw = convolution.KernelWidth,
            d = convolution.Dilation;
        long height = (kh - 1L) * d + 1,
            width = (kw - 1L) * d + 1;
        if ((Int128)filters * height * width > MostWeights)
            throw new GraphException(
                $"with the zeros between its taps its kernel has {filters}×{height}×{width} weights, at most {MostWeights} are run",
                name
            );
        var weight = new float[filters * height * width];
        for (var i = 0; i < convolution.Weight.Values.Length; i++)
        {
            var (filter, tap) = Math.DivRem(i, kh * kw);
            weight[(filter * height + tap / kw * d) * width + tap % kw * d] = convolution.Weight.Values[i];
        }
        return convolution with
        {
            Weight = new WeightTensor([convolution.OutChannels, convolution.Weight.Shape[1], (int)height, (int)width], weight),
            Dilation = 1,
            Factors = [],
        };
    }
}
