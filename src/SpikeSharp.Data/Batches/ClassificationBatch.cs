namespace SpikeSharp.Data.Batches;

/// <summary>A batch of images and their classes.</summary>
public sealed class ClassificationBatch : ImageBatch
{
    internal ClassificationBatch(int count, int side)
        : base(count, side, side) => Classes = new int[count];

    /// <summary>Classes, [N].</summary>
    public int[] Classes { get; }
}
