using System.Numerics;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>
/// Conv. The graph's convolution has one stride, one padding and one dilation for both directions; what differs is done around it.
/// </summary>
internal static class ConvolutionOperators
{
    private const int MostPadding = 1024;

    public static void Conv(NodeImport node)
    {
        var weights = node.Weights(1);
        var bias = node.Has(2) ? node.Weights(2) : null;
        if (weights.Shape.Length != node.Value(0).Shape.Length)
            throw new NodeException($"its weights have shape {OnnxShape.Text(weights.Shape)}");
        var spatial = SpatialWindow.Read(node, weights.Shape.AsSpan(2));
        var window = spatial.Window;
        var outputs = weights.Shape[0];
        var (kernel, dilation) = Kernel(node, weights, window);
        var chain = node.Chain();
        var padding = window.PadTop;
        if (padding > MostPadding || window.PadLeft != padding || window.PadBottom != padding || window.PadRight != padding)
        {
            Border.Add(chain, window.PadTop, window.PadLeft, window.PadBottom, window.PadRight);
            padding = 0;
        }
        // Rows and columns that a longer stride skips are computed and left out.
        int reachHeight = (kernel.Shape[2] - 1) * dilation + 1,
            reachWidth = (kernel.Shape[3] - 1) * dilation + 1;
        var stride = Stride(window, chain.Layout.Height + 2 * padding - reachHeight, chain.Layout.Width + 2 * padding - reachWidth);
        var groups = (int)Math.Clamp(node.Integer("group", 1), int.MinValue, int.MaxValue);
        var convolution = new Convolution(kernel, bias is null ? null : Weight.Of(bias, outputs), stride, padding, groups)
        {
            Dilation = dilation,
        };
        chain.Then(
            convolution,
            new(
                outputs,
                (chain.Layout.Height + 2 * padding - reachHeight) / stride + 1,
                (chain.Layout.Width + 2 * padding - reachWidth) / stride + 1
            )
        );
        if (window.StrideHeight != stride && chain.Layout.Height > 1)
            chain.Then(new Slice(Axis.Height, 0, Step: window.StrideHeight / stride), chain.Layout with { Height = spatial.OutputHeight });
        if (window.StrideWidth != stride && chain.Layout.Width > 1)
            chain.Then(new Slice(Axis.Width, 0, Step: window.StrideWidth / stride), chain.Layout with { Width = spatial.OutputWidth });
        chain.Give(0, spatial.Output(outputs));
    }

    // Where only one window fits, its stride says nothing.
    private static int Stride(PoolingWindow window, int restHeight, int restWidth)
    {
        if (restHeight < window.StrideHeight && restHeight < window.StrideWidth)
            return window.StrideWidth;
        if (restWidth < window.StrideWidth && restWidth < window.StrideHeight)
            return window.StrideHeight;
        return (int)BigInteger.GreatestCommonDivisor(window.StrideHeight, window.StrideWidth);
    }

    // Different dilations: zeros between the taps.
    private static (WeightTensor Kernel, int Dilation) Kernel(NodeImport node, OnnxArray weights, PoolingWindow window)
    {
        int[] shape = [weights.Shape[0], weights.Shape[1], window.KernelHeight, window.KernelWidth];
        if (window.KernelHeight == 1 || window.DilationHeight == window.DilationWidth)
            return (Weight.Of(weights, shape), window.DilationWidth);
        if (window.KernelWidth == 1)
            return (Weight.Of(weights, shape), window.DilationHeight);
        int height = (window.KernelHeight - 1) * window.DilationHeight + 1,
            width = (window.KernelWidth - 1) * window.DilationWidth + 1;
        int[] spread = [shape[0], shape[1], height, width];
        var count = OnnxShape.Count(spread);
        node.Budget.Take(count);
        var numbers = new float[count];
        for (var i = 0; i < weights.Count; i++)
        {
            int x = i % shape[3],
                y = i / shape[3] % shape[2],
                plane = i / shape[3] / shape[2];
            numbers[(plane * height + y * window.DilationHeight) * width + x * window.DilationWidth] = (float)weights[i];
        }
        return (new WeightTensor(spread, numbers), 1);
    }
}
