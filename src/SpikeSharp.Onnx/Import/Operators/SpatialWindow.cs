using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Kernel, strides, pads and dilations of a convolution or pooling, over one axis or two, with auto_pad resolved.</summary>
internal sealed class SpatialWindow
{
    private readonly int[] _input;

    private SpatialWindow(int[] input, PoolingWindow window) => (_input, Window, Layout) = (input, window, Layout.Of(input));

    public PoolingWindow Window { get; }

    /// <summary>How the input lies.</summary>
    public Layout Layout { get; }

    public int OutputHeight =>
        Count(Layout.Height, Window.KernelHeight, Window.StrideHeight, Window.PadTop, Window.PadBottom, Window.DilationHeight);

    public int OutputWidth =>
        Count(Layout.Width, Window.KernelWidth, Window.StrideWidth, Window.PadLeft, Window.PadRight, Window.DilationWidth);

    /// <summary>Reads a node's attributes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="kernel">Sizes of the weights; null where the attribute tells.</param>
    public static SpatialWindow Read(NodeImport node, ReadOnlySpan<int> kernel = default)
    {
        var input = node.Value(0).Shape;
        var axes = input.Length - 2;
        if (axes is not (1 or 2))
            throw new NodeException($"its input has shape {OnnxShape.Text(input)}, and only [N, C, W] and [N, C, H, W] are read");
        if (input[0] != 1)
            throw new NodeException($"its input has shape {OnnxShape.Text(input)}, wanted a batch of 1");
        var sizes = kernel.Length > 0 ? kernel.ToArray() : Numbers(node, "kernel_shape", axes, 0, 16384);
        if (sizes.Length != axes)
            throw new NodeException($"its kernel has {sizes.Length} axes, and the image {axes}");
        int[] strides = Numbers(node, "strides", axes, 1, 1024),
            dilations = Numbers(node, "dilations", axes, 1, 1024);
        var pads = Pads(node, input, sizes, strides, dilations);
        var ceil = node.Integer("ceil_mode", 0) != 0;
        return new SpatialWindow(
            input,
            axes == 2
                ? new(sizes[0], sizes[1], strides[0], strides[1], pads[0], pads[1], pads[2], pads[3], dilations[0], dilations[1], ceil)
                : new(1, sizes[0], 1, strides[0], 0, pads[0], 0, pads[1], 1, dilations[0], ceil)
        );
    }

    /// <summary>Shape of the output, of as many axes as the input.</summary>
    public int[] Output(int channels) => _input.Length == 4 ? [1, channels, OutputHeight, OutputWidth] : [1, channels, OutputWidth];

    /// <summary>Numbers of an attribute, one an axis; <paramref name="absent"/> for all where it is missing.</summary>
    public static int[] Numbers(NodeImport node, string name, int count, int absent, int most)
    {
        var numbers = node.Integers(name);
        if (numbers is null)
            return absent > 0 || name != "kernel_shape"
                ? [.. Enumerable.Repeat(absent, count)]
                : throw new NodeException("kernel_shape is missing");
        if (numbers.Count != count)
            throw new NodeException($"{name} has {numbers.Count} numbers, wanted {count}");
        foreach (var number in numbers)
        {
            if (number < (name is "pads" or "output_padding" ? 0 : 1) || number > most)
                throw new NodeException($"{name} has {number}, wanted numbers up to {most}");
        }
        return [.. numbers.Select(number => (int)number)];
    }

    // top, left, bottom, right; or left, right.
    private static int[] Pads(NodeImport node, int[] input, int[] kernel, int[] strides, int[] dilations)
    {
        var axes = kernel.Length;
        var mode = node.Text("auto_pad", "NOTSET");
        if (mode is "NOTSET" or "")
            return Numbers(node, "pads", 2 * axes, 0, 16384);
        var pads = new int[2 * axes];
        if (mode == "VALID")
            return pads;
        if (mode is not ("SAME_UPPER" or "SAME_LOWER"))
            throw new NodeException($"auto_pad is '{mode}'");
        for (var axis = 0; axis < axes; axis++)
        {
            int size = input[axis + 2],
                outputs = (size + strides[axis] - 1) / strides[axis];
            var total = Math.Max(0, (outputs - 1L) * strides[axis] + (kernel[axis] - 1L) * dilations[axis] + 1 - size);
            if (total > 2 * 16384)
                throw new NodeException($"auto_pad adds {total} pixels");
            var before = (int)(mode == "SAME_UPPER" ? total / 2 : total - total / 2);
            (pads[axis], pads[axis + axes]) = (before, (int)total - before);
        }
        return pads;
    }

    private int Count(int size, int kernel, int stride, int before, int after, int dilation)
    {
        var rest = (long)size + before + after - ((kernel - 1L) * dilation + 1);
        if (rest < 0)
            throw new NodeException($"its window is larger than its input {OnnxShape.Text(_input)}");
        var count = (rest + (Window.Ceil ? stride - 1 : 0)) / stride + 1;
        return (int)((count - 1) * stride >= (long)size + before ? count - 1 : count);
    }
}
