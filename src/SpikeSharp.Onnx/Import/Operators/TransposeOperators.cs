using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Transpose, and moving between space and channels.</summary>
internal static class TransposeOperators
{
    private const int MostAxes = 8;

    public static void Transpose(NodeImport node)
    {
        var value = node.Value(0);
        var order = Order(node, value.Shape.Length);
        Permute(node, value.Shape, order, [.. order.Select(axis => value.Shape[axis])]);
    }

    public static void DepthToSpace(NodeImport node)
    {
        var (channels, height, width, block) = Blocks(node);
        if (channels % (block * block) != 0)
            throw new NodeException($"{channels} channels do not part into blocks of {block}×{block}");
        var depth = channels / block / block;
        int[] shape = [1, depth, height * block, width * block];
        if (node.Text("mode", "DCR") == "DCR")
            Permute(node, [block, block, depth, height, width], [2, 3, 0, 4, 1], shape);
        else
            Permute(node, [depth, block, block, height, width], [0, 3, 1, 4, 2], shape);
    }

    public static void SpaceToDepth(NodeImport node)
    {
        var (channels, height, width, block) = Blocks(node);
        if (height % block != 0 || width % block != 0)
            throw new NodeException($"{height}×{width} pixels do not part into blocks of {block}×{block}");
        Permute(
            node,
            [channels, height / block, block, width / block, block],
            [2, 4, 0, 1, 3],
            [1, channels * block * block, height / block, width / block]
        );
    }

    /// <summary>The order of a Transpose; turned round where it tells none.</summary>
    public static int[] Order(NodeImport node, int rank)
    {
        var order = node.Integers("perm") ?? [.. Enumerable.Range(0, rank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, rank).Select(axis => (long)axis)))
            throw new NodeException($"[{string.Join(", ", order.Take(16))}] is no order of {rank} axes");
        return [.. order.Select(axis => (int)axis)];
    }

    private static (int Channels, int Height, int Width, int Block) Blocks(NodeImport node)
    {
        var shape = node.Value(0).Shape;
        var block = node.Integer("blocksize", 0);
        if (shape.Length != 4 || shape[0] != 1)
            throw new NodeException($"its input has shape {OnnxShape.Text(shape)}, wanted [1, C, H, W]");
        return block is >= 1 and <= 1024 ? (shape[1], shape[2], shape[3], (int)block) : throw new NodeException($"blocksize is {block}");
    }

    // Axes of size 1 do not count, and neighbours that stay neighbours are one.
    private static void Permute(NodeImport node, int[] sizes, int[] order, int[] shape)
    {
        OnnxShape.Count(shape);
        int[] kept = [.. order.Where(axis => sizes[axis] != 1)];
        var groups = new List<List<int>>();
        foreach (var axis in kept)
        {
            if (groups.Count > 0 && FollowsOn(groups[^1][^1], axis, sizes))
                groups[^1].Add(axis);
            else
                groups.Add([axis]);
        }
        var chain = node.Chain();
        if (groups.Count > 1)
        {
            int[] byPlace = [.. Enumerable.Range(0, groups.Count).OrderBy(group => groups[group][0])];
            int[] merged = [.. byPlace.Select(group => OnnxShape.Count([.. groups[group].Select(axis => sizes[axis])]))];
            int[] turned = [.. Enumerable.Range(0, groups.Count).Select(group => Array.IndexOf(byPlace, group))];
            if (merged.Length > MostAxes)
                throw new NodeException($"it moves {merged.Length} axes, at most {MostAxes} are read");
            var layout = Layout.Of(shape);
            chain.Then(new Permute(merged, turned, layout.Channels, layout.Height, layout.Width), layout);
        }
        chain.Give(0, shape);
    }

    private static bool FollowsOn(int last, int axis, int[] sizes)
    {
        for (var between = last + 1; between < axis; between++)
        {
            if (sizes[between] != 1)
                return false;
        }
        return axis > last;
    }
}
