using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Torch;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// Tensors as sequences of tokens. A sequence is kept as an image of one row, [N, C, 1, L], so that convolutions and normalisations take
/// it.
/// </summary>
internal static class Tokens
{
    /// <summary>[N, C, H, W] as [N, C, 1, H·W].</summary>
    public static Tensor Flat(Tensor x) => x.Reshape(x.Size(0), x.Size(1), 1, x.Size(2) * x.Size(3));

    /// <summary>
    /// What the authors' reshape of [N, C, H, W] to [N, H, W, C] holds, read as [N, C, H, W] again; unchanged where the layout is fixed.
    /// </summary>
    public static Tensor ToLast(Tensor x, TokenLayout layout)
    {
        if (layout == TokenLayout.Fixed)
            return x;
        var (n, c, h, w) = x.Size4;
        return x.Reshape(n, h, w, c).Permute(0, 3, 1, 2);
    }

    /// <summary>
    /// What the authors' reshape of [N, L, C] to [N, C, L] holds, for x [N, C, 1, L]; unchanged where the layout is fixed.
    /// </summary>
    public static Tensor FromLast(Tensor x, TokenLayout layout)
    {
        if (layout == TokenLayout.Fixed)
            return x;
        return x.Permute(0, 2, 3, 1).Reshape(x.Shape);
    }

    /// <summary><see cref="ToLast"/> in a graph.</summary>
    public static GraphValue EmitToLast(GraphBuilder g, string name, GraphValue x, TokenLayout layout) =>
        layout == TokenLayout.Fixed ? x : g.Add(name, new ChannelsLast(), x);

    /// <summary><see cref="FromLast"/> in a graph.</summary>
    public static GraphValue EmitFromLast(GraphBuilder g, string name, GraphValue x, TokenLayout layout) =>
        layout == TokenLayout.Fixed ? x : EmitTurned(g, name, x, x.Shape.Channels, x.Shape.Width);

    /// <summary>A sequence [C, 1, L] with its axes exchanged, seen as a sequence of as many channels as are named.</summary>
    public static GraphValue EmitTurned(GraphBuilder g, string name, GraphValue x, int channels, int length) =>
        g.Add(name, new Permute([x.Shape.Channels, x.Shape.Width], [1, 0], channels, 1, length), x);
}
