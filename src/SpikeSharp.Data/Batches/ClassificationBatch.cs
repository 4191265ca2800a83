namespace SpikeSharp.Data.Batches;

/// <summary>A batch of images and their classes.</summary>
public sealed class ClassificationBatch : ImageBatch
{
    internal ClassificationBatch(int count, int side, int channels)
        : base(count, side, side, channels) => Classes = new int[count];

    /// <summary>Classes, [N].</summary>
    public int[] Classes { get; }
}
