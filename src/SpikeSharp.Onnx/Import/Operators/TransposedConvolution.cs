using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>ConvTranspose: zeros between the pixels, a border, and a convolution with the kernel turned round.</summary>
internal static class TransposedConvolution
{
    private const int MostSize = 1 << 20;

    public static void Import(NodeImport node)
    {
        var weights = node.Weights(1);
        var bias = node.Has(2) ? node.Weights(2) : null;
        var shape = node.Value(0).Shape;
        if (weights.Shape.Length != 4 || shape.Length != 4 || shape[0] != 1)
            throw new NodeException($"its input has shape {OnnxShape.Text(shape)}, and only [1, C, H, W] is read");
        if (node.HasAttribute("output_shape"))
            throw new NodeException("output_shape is not read; export the model with pads");
        int[] strides = SpatialWindow.Numbers(node, "strides", 2, 1, 1024),
            dilations = SpatialWindow.Numbers(node, "dilations", 2, 1, 1024);
        if (dilations[0] != dilations[1])
            throw new NodeException("dilations of height and width differ");
        var groups = node.Integer("group", 1);
        if (groups < 1 || groups > weights.Shape[0] || weights.Shape[0] % groups != 0 || weights.Shape[0] != shape[1])
            throw new NodeException(
                $"its weights have shape {OnnxShape.Text(weights.Shape)} in {groups} groups, and its input {OnnxShape.Text(shape)}"
            );
        var kernel = Turned(node, weights, (int)groups);
        int reachHeight = (kernel.Shape[2] - 1) * dilations[0] + 1,
            reachWidth = (kernel.Shape[3] - 1) * dilations[1] + 1;
        int[] extra = SpatialWindow.Numbers(node, "output_padding", 2, 0, 1024),
            pads = Pads(node, strides, [reachHeight, reachWidth], extra);
        var chain = node.Chain();
        Spread(chain, strides);
        var (top, left) = (reachHeight - 1 - pads[0], reachWidth - 1 - pads[1]);
        var (bottom, right) = (reachHeight - 1 - pads[2] + extra[0], reachWidth - 1 - pads[3] + extra[1]);
        var even = top >= 0 && top <= 1024 && top == left && top == bottom && top == right;
        if (!even)
            Border.Add(chain, top, left, bottom, right);
        int padding = even ? top : 0,
            outputs = kernel.Shape[0];
        int height = chain.Layout.Height + 2 * padding - reachHeight + 1,
            width = chain.Layout.Width + 2 * padding - reachWidth + 1;
        chain.Then(
            new Convolution(kernel, bias is null ? null : Weight.Of(bias, outputs), 1, padding, (int)groups) { Dilation = dilations[0] },
            new(outputs, height, width)
        );
        chain.Give(0, [1, outputs, height, width]);
    }

    private static void Spread(ValueChain chain, int[] strides)
    {
        // A side of one pixel has no room between pixels.
        var stride = chain.Layout.Height == 1 ? strides[1] : strides[0];
        if (chain.Layout.Height > 1 && chain.Layout.Width > 1 && strides[0] != strides[1])
            throw new NodeException("strides of height and width differ");
        long height = (chain.Layout.Height - 1L) * stride + 1,
            width = (chain.Layout.Width - 1L) * stride + 1;
        if (height > MostSize || width > MostSize)
            throw new NodeException($"its output would have {height}×{width} pixels");
        if (stride > 1 && height * width > 1)
            chain.Then(new Spread(stride), chain.Layout with { Height = (int)height, Width = (int)width });
    }

    private static int[] Pads(NodeImport node, int[] strides, int[] reach, int[] extra)
    {
        var mode = node.Text("auto_pad", "NOTSET");
        if (mode is "NOTSET" or "")
            return SpatialWindow.Numbers(node, "pads", 4, 0, 16384);
        var pads = new int[4];
        if (mode == "VALID")
            return pads;
        for (var axis = 0; axis < 2; axis++)
        {
            var total = Math.Max(0, reach[axis] + extra[axis] - strides[axis]);
            (pads[axis], pads[axis + 2]) = mode == "SAME_UPPER" ? (total / 2, total - total / 2) : (total - total / 2, total / 2);
        }
        return pads;
    }

    // [C, M/g, kh, kw] to [M, C/g, kh, kw], each kernel turned by half a turn.
    private static WeightTensor Turned(NodeImport node, OnnxArray weights, int groups)
    {
        int inputs = weights.Shape[0] / groups,
            outputs = weights.Shape[1],
            taps = OnnxShape.Count(weights.Shape.AsSpan(2));
        node.Budget.Take(weights.Count);
        var numbers = new float[weights.Count];
        for (var at = 0; at < numbers.Length; at++)
        {
            int tap = at % taps,
                input = at / taps % inputs,
                output = at / taps / inputs;
            var group = output / outputs;
            numbers[at] = (float)weights[((group * inputs + input) * outputs + output % outputs) * taps + taps - 1 - tap];
        }
        return new WeightTensor([outputs * groups, inputs, weights.Shape[2], weights.Shape[3]], numbers);
    }
}
