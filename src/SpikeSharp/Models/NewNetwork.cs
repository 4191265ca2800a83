namespace SpikeSharp.Models;

/// <summary>What a name, and all that is asked beside it, lead to.</summary>
/// <param name="Options">Structure.</param>
/// <param name="Names">Class names.</param>
public sealed record NewNetwork(NetworkOptions Options, IReadOnlyList<string> Names)
{
    /// <summary>Side in pixels; null for the usual one.</summary>
    public int? ImageSize { get; init; }

    /// <summary>What was taken for granted, as the file of weights does not tell it; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it has more outputs than the data have classes.</summary>
    public bool HasSpareOutputs { get; init; }
}
