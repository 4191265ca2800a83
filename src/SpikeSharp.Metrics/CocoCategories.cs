namespace SpikeSharp.Metrics;

/// <summary>The 80 classes of COCO by the numbers its annotation files use: 1 … 90 with gaps.</summary>
public static class CocoCategories
{
    /// <summary>Category id of class 0 … 79.</summary>
    public static IReadOnlyList<int> Ids { get; } = [.. Enumerable.Range(1, 90).Except([12, 26, 29, 30, 45, 66, 68, 69, 71, 83])];
}
