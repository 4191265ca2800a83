using SpikeSharp.Conversion;

namespace SpikeSharp.Cli.Terminal;

/// <summary>Shows how far a conversion has come, stage by stage.</summary>
/// <param name="begin">Begins to show a stage: its name and how many parts it has.</param>
internal sealed class ConversionReport(Func<string, long, ProgressReport> begin) : IProgress<ConversionProgress>
{
    private ConversionStage? _stage;
    private ProgressReport? _report;

    /// <summary>A part is done.</summary>
    public void Report(ConversionProgress value)
    {
        if (_stage != value.Stage)
            (_stage, _report) = (value.Stage, begin(Word(value.Stage), value.Total));
        _report!.Advance(words: value.Words);
    }

    private static string Word(ConversionStage stage) =>
        stage switch
        {
            ConversionStage.Calibrate => "calibrate",
            ConversionStage.Search => "search",
            ConversionStage.SearchLayers => "layers",
            ConversionStage.Compare => "compare",
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
        };
}
