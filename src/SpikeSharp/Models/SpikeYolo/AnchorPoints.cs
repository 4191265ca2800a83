using SpikeSharp.Torch;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>Centres of the cells of all levels, row by row, levels joined.</summary>
public static class AnchorPoints
{
    /// <summary>Anchor points in cells [A, 2] (x, y) and strides in pixels [A, 1] of the head's maps.</summary>
    public static (Tensor Points, Tensor Strides) Of(Tensor[] maps)
    {
        var sizes = maps.Select(m => ((int)m.Size(2), (int)m.Size(3))).ToArray();
        var count = sizes.Sum(s => s.Item1 * s.Item2);
        var (points, strides) = (new float[count * 2], new float[count]);
        var next = 0;
        for (var level = 0; level < sizes.Length; level++)
        {
            for (var y = 0; y < sizes[level].Item1; y++)
            for (var x = 0; x < sizes[level].Item2; x++, next++)
                (points[2 * next], points[2 * next + 1], strides[next]) = (x + 0.5f, y + 0.5f, SpikeDetect.Strides[level]);
        }
        return (Tensor.From(points, count, 2).To(maps[0].Device), Tensor.From(strides, count, 1).To(maps[0].Device));
    }
}
