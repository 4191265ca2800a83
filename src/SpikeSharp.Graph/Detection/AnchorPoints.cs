namespace SpikeSharp.Graph.Detection;

/// <summary>Anchor points: the centres of the cells, row by row, the levels one after the other (SpikeYOLO, 2.4).</summary>
public static class AnchorPoints
{
    /// <summary>Number of anchors of all levels together.</summary>
    public static int Count(ReadOnlySpan<FeatureLevel> levels)
    {
        var count = 0;
        foreach (var level in levels)
            count += level.Cells;
        return count;
    }

    /// <summary>Fills in the anchors of all levels.</summary>
    /// <param name="levels">Finest first.</param>
    /// <param name="x">Centre in cells, column + ½; <see cref="Count"/> of them.</param>
    /// <param name="y">Centre in cells, row + ½.</param>
    /// <param name="strides">Pixels a cell.</param>
    public static void Fill(ReadOnlySpan<FeatureLevel> levels, Span<float> x, Span<float> y, Span<float> strides)
    {
        var anchor = 0;
        foreach (var level in levels)
        {
            for (var row = 0; row < level.Height; row++)
            {
                for (var column = 0; column < level.Width; column++, anchor++)
                {
                    x[anchor] = column + 0.5f;
                    y[anchor] = row + 0.5f;
                    strides[anchor] = level.Stride;
                }
            }
        }
    }
}
