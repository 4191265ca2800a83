using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Zeros around an image, or less than nothing: then its border is cut off.</summary>
internal static class Border
{
    /// <summary>Adds them to a chain.</summary>
    public static void Add(ValueChain chain, int top, int left, int bottom, int right)
    {
        Cut(chain, Axis.Height, Math.Max(0, -top), Math.Max(0, -bottom));
        Cut(chain, Axis.Width, Math.Max(0, -left), Math.Max(0, -right));
        (top, left, bottom, right) = (Math.Max(0, top), Math.Max(0, left), Math.Max(0, bottom), Math.Max(0, right));
        if (top + left + bottom + right == 0)
            return;
        chain.Then(
            new Pad(top, left, bottom, right),
            chain.Layout with
            {
                Height = chain.Layout.Height + top + bottom,
                Width = chain.Layout.Width + left + right,
            }
        );
    }

    private static void Cut(ValueChain chain, Axis axis, int before, int after)
    {
        if (before + after == 0)
            return;
        var size = chain.Layout.Size(axis);
        if (before + after >= size)
            throw new NodeException($"it cuts {before + after} of {size} pixels off");
        chain.Then(new Slice(axis, before, after == 0 ? int.MaxValue : size - after), chain.Layout.With(axis, size - before - after));
    }
}
