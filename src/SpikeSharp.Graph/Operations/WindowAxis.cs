namespace SpikeSharp.Graph.Operations;

/// <summary>Arithmetic of sliding windows along one axis.</summary>
internal static class WindowAxis
{
    /// <summary>Pixels that a kernel covers from its first tap to its last.</summary>
    internal static long Reach(int kernel, int dilation) => (kernel - 1L) * dilation + 1;

    /// <summary>How many windows fit; 0 when none does. Parameters are bounded, so nothing overflows.</summary>
    internal static int Count(int size, int kernel, int stride, int padding, int dilation = 1) =>
        size + 2 * padding < Reach(kernel, dilation) ? 0 : (int)((size + 2 * padding - Reach(kernel, dilation)) / stride) + 1;

    /// <summary>The taps [First, End) of a window that lie inside the image.</summary>
    /// <param name="start">Where the window's first tap lies; negative in the padding.</param>
    /// <param name="size">Side of the image.</param>
    /// <param name="kernel">Taps.</param>
    /// <param name="dilation">Pixels from one tap to the next.</param>
    internal static (int First, int End) Taps(int start, int size, int kernel, int dilation)
    {
        var first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
        var end = size <= start ? 0 : Math.Min(kernel, (size - 1 - start) / dilation + 1);
        return (first, Math.Max(first, end));
    }

    /// <summary>The outputs [First, End) for which the kernel's pixel <paramref name="tap"/> lies inside the image.</summary>
    internal static (int First, int End) Inside(int tap, int size, int outputs, int stride, int padding)
    {
        var first = tap >= padding ? 0 : (padding - tap + stride - 1) / stride;
        var last = size - 1 + padding - tap;
        var end = last < 0 ? 0 : Math.Min(outputs, last / stride + 1);
        return (first, Math.Max(first, end));
    }
}
