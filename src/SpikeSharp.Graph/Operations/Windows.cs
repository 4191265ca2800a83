namespace SpikeSharp.Graph.Operations;

/// <summary>Arithmetic of sliding windows along one axis.</summary>
internal static class Windows
{
    /// <summary>How many windows fit; 0 when none does. Parameters are bounded, so nothing overflows.</summary>
    internal static int Count(int size, int kernel, int stride, int padding) =>
        size + 2 * padding < kernel ? 0 : (size + 2 * padding - kernel) / stride + 1;

    /// <summary>The outputs [First, End) for which tap <paramref name="tap"/> of the kernel lies inside the image.</summary>
    internal static (int First, int End) Inside(int tap, int size, int outputs, int stride, int padding)
    {
        int first = tap >= padding ? 0 : (padding - tap + stride - 1) / stride;
        int last = size - 1 + padding - tap;
        int end = last < 0 ? 0 : Math.Min(outputs, last / stride + 1);
        return (first, Math.Max(first, end));
    }
}
