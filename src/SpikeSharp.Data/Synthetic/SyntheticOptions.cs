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

    /// <summary>Longer side of a picture, 96…4096 pixels; shapes measure 1/14 to 2/5 of it.</summary>
    public int ImageSize { get; init; } = 192;

    /// <summary>Most shapes on a picture, 1…50; the least is 1.</summary>
    public int MaxObjects { get; init; } = 8;
}
