using SpikeSharp.Conversion.Search;

namespace SpikeSharp.Conversion;

/// <summary>How a conversion goes about its work; none of it changes what the settings mean.</summary>
public sealed record ConversionRun
{
    /// <summary>Threads of the engine.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether and how better settings are searched; null for not.</summary>
    public ConversionSearch? Search { get; init; }

    /// <summary>Told of every part done, on the thread that converts.</summary>
    public IProgress<ConversionProgress>? Progress { get; init; }

    /// <summary>Ends it between two layers.</summary>
    public CancellationToken Stop { get; init; }

    internal Action Counter(ConversionStage stage, int total) => () => Progress?.Report(new ConversionProgress(stage, total));
}
