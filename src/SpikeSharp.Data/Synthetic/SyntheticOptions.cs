namespace SpikeSharp.Data.Synthetic;

/// <summary>Which pictures <see cref="SyntheticShapes"/> makes.</summary>
public sealed record SyntheticOptions
{
    /// <summary>Decides every picture; the same seed gives the same bytes.</summary>
    public long Seed { get; init; }

    /// <summary>Pictures to train on, at least 1.</summary>
    public int TrainImages { get; init; } = 320;

    /// <summary>Pictures to validate on, at least 1.</summary>
    public int ValImages { get; init; } = 80;

    /// <summary>Longer side of a picture, 96…4096 pixels.</summary>
    public int ImageSize { get; init; } = 192;

    /// <summary>Most shapes on a picture, 1…50; the least is 1.</summary>
    public int MaxObjects { get; init; } = 8;

    /// <summary>Diameter of the smallest shape as a share of the longer side, 0.05…<see cref="LargestShape"/>.</summary>
    public double SmallestShape { get; init; } = 1.0 / 14;

    /// <summary>Diameter of the largest shape as a share of the longer side, at most 0.5.</summary>
    public double LargestShape { get; init; } = 0.4;

    /// <summary>
    /// Each class keeps to hues of its own, a tenth of the circle wide, which the ground and the shapes of no class share: an easier set,
    /// which a small network learns in minutes. Otherwise shape alone decides.
    /// </summary>
    public bool ColouredClasses { get; init; }
}
