using System.Globalization;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Conversion.Search;

/// <summary>From options of a conversion to better ones; every trial is written down, so that a search that was ended goes on.</summary>
/// <param name="Folder">Gets the files of the search.</param>
public sealed record ConversionSearch(string Folder)
{
    private const int EvaluationsPerLayer = 5;

    /// <summary>How to search.</summary>
    public SearchOptions Options { get; init; } = new();

    /// <summary>Whether each layer's scale is searched too, after the settings of the whole network.</summary>
    public bool ByLayer { get; init; }

    /// <summary>w of the objective ln(error) + w·ln(spikes).</summary>
    public double SpikeWeight { get; init; }

    /// <summary>On how many of the pictures the objective is evaluated, evenly spread.</summary>
    public int Pictures { get; init; } = int.MaxValue;

    /// <summary>Whether a search that is in the folder goes on.</summary>
    public bool Resume { get; init; }

    /// <summary>Told of a damaged last line.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Told when a search ends, however it ends: then is the time to draw.</summary>
    public Action<NormalisationSearch>? Ended { get; init; }

    internal (ConversionOptions Options, SearchResult Settings, SearchResult? Layers) Run(
        SourceNetwork source,
        ActivationStatistics statistics,
        ConversionOptions options,
        IReadOnlyList<InputTensor> pictures,
        int threads,
        ConversionRun run
    )
    {
        var objective = new ConversionObjective(source, statistics, SpikingConversion.Spread(pictures, Pictures), threads, SpikeWeight);
        var search = new NormalisationSearch(Folder, Options, Resume, Note, Ended);
        var space =
            options.Neuron.Calibration == SpikeCalibration.Signed
                ? NormalisationSpace.Exact
                : NormalisationSpace.Of(options.TimeSteps, options.Neuron.Calibration != SpikeCalibration.None);
        var start = options;
        var settings = search.Run(
            space,
            (point, cancel) =>
            {
                var value = objective.Evaluate(At(start, source, point), cancel);
                Report(ConversionStage.Search, Options.RandomPoints + Options.Iterations, Words($"{point}: {value:F4}"));
                return value;
            },
            run.Stop
        );
        var found = At(start, source, settings.Best);
        if (!ByLayer)
            return (found, settings, null);
        var layers = search.RunLayers(
            source.Neurons,
            (factors, cancel) =>
            {
                var value = objective.Evaluate(With(found, source, factors), cancel);
                Report(ConversionStage.SearchLayers, source.Neurons.Count * EvaluationsPerLayer, Words($"{value:F4}"));
                return value;
            },
            settings.Objective,
            run.Stop
        );
        return (With(found, source, layers.Best.Values), settings, layers);

        void Report(ConversionStage stage, int total, string words) => run.Progress?.Report(new ConversionProgress(stage, total, words));

        static string Words(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
    }

    private static ConversionOptions At(ConversionOptions options, SourceNetwork source, SearchPoint point)
    {
        var multiplier = point.Get(NormalisationSpace.Multiplier, 1);
        return options with
        {
            Percentile = point.Get(NormalisationSpace.Percentile, options.Percentile),
            ScaleFactors = source.Neurons.ToDictionary(
                name => name,
                name => multiplier * options.ScaleFactors.GetValueOrDefault(name, 1),
                StringComparer.Ordinal
            ),
            Neuron = options.Neuron with
            {
                MaxSpikes = (int)point.Get(NormalisationSpace.Gamma, options.Neuron.MaxSpikes),
                Allowance = (int)point.Get(NormalisationSpace.Allowance, options.Neuron.Allowance),
            },
        };
    }

    private static ConversionOptions With(ConversionOptions options, SourceNetwork source, IReadOnlyList<double> factors) =>
        options with
        {
            ScaleFactors = source
                .Neurons.Select((name, i) => (Name: name, Factor: factors[i] * options.ScaleFactors.GetValueOrDefault(name, 1)))
                .ToDictionary(layer => layer.Name, layer => layer.Factor, StringComparer.Ordinal),
        };
}
