namespace SpikeSharp.Data.Scanning;

/// <summary>How a split is checked before use.</summary>
public sealed record ScanOptions
{
    /// <summary>Any skipped image or dropped label line is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>Go on even if more than 5 % of the images are unusable.</summary>
    public bool AllowBad { get; init; }

    /// <summary>Every object gets class 0 (single_cls).</summary>
    public bool SingleClass { get; init; }

    /// <summary>Which share of the images to use, from the start of their order; above 0, at most 1.</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>Remember in the data set's folder which images decode, so that the next start need not decode them all.</summary>
    public bool Cache { get; init; } = true;

    /// <summary>Threads that check images.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Told now and then how many images are checked, of how many.</summary>
    public IProgress<(int Done, int Total)>? Progress { get; init; }
}
