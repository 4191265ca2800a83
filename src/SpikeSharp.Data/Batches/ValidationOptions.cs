using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Data.Batches;

/// <summary>How validation batches are made.</summary>
public sealed record ValidationOptions
{
    /// <summary>Length of the long side, pixels.</summary>
    public int ImageSize { get; init; } = TrainingOptions.UsualImageSize;

    /// <summary>Channels of the pictures: three for RGB, one for grey, else as many as TIFF files have pages.</summary>
    public int Channels { get; init; } = Input.Rgb.Channels;

    /// <summary>Images in a batch; the last may have fewer.</summary>
    public int BatchSize { get; init; } = TrainingOptions.UsualBatchSize;

    /// <summary>Sort by shape and pad little (the default of validation); otherwise squares in the order of the paths.</summary>
    public bool Rectangular { get; init; } = true;

    /// <summary>The network's largest stride; sides are multiples of it.</summary>
    public int Stride { get; init; } = 32;
}
