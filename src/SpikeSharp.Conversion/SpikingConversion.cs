using SpikeSharp.Conversion.Search;
using SpikeSharp.Graph;

namespace SpikeSharp.Conversion;

/// <summary>Makes a spiking network of a trained ordinary one, without training it again (SpiCalib; docs/spec/spicalib.md).</summary>
public static class SpikingConversion
{
    // The comparison with the ordinary network runs all time steps; a few pictures say enough.
    private const int MostCompared = 4;

    /// <summary>
    /// Converts: measures the activations on pictures, searches better settings where that is asked for, chooses the scales, writes the
    /// spiking network, and measures how far it is from the ordinary one.
    /// </summary>
    /// <param name="graph">The ordinary network: T = 1, ReLU activations.</param>
    /// <param name="pictures">Pictures as it was trained on, all of one size, never of the test split; some dozens do.</param>
    /// <param name="options">How; null for <see cref="ConversionOptions.Usual"/>.</param>
    /// <param name="run">Threads, search, progress; null for all cores and no search.</param>
    /// <exception cref="ConversionException">Something in the network has no spiking equivalent; every offender is named.</exception>
    /// <exception cref="GraphException">Options outside their range, or pictures that do not fit the network.</exception>
    /// <exception cref="SearchFileException">The folder of the search holds another search, or a damaged one.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SpikingConversionResult Convert(
        SpikeGraph graph,
        IReadOnlyList<InputTensor> pictures,
        ConversionOptions? options = null,
        ConversionRun? run = null
    )
    {
        options ??= ConversionOptions.Usual();
        run ??= new ConversionRun();
        if (pictures.Count == 0)
            throw new ArgumentException("at least one picture is needed to measure what the activations give", nameof(pictures));
        var source = Source(graph, options);
        var threads = Math.Max(1, run.Threads);
        var statistics = ActivationStatistics.Measure(
            source,
            pictures,
            options.Clamp,
            threads,
            run.Counter(ConversionStage.Calibrate, pictures.Count),
            run.Stop
        );
        SearchResult? settings = null,
            layers = null;
        if (run.Search is { } search)
            (options, settings, layers) = search.Run(source, statistics, options, pictures, threads, run);
        var network = ConvertedNetwork.Of(source, statistics, options);
        var compared = Spread(pictures, MostCompared);
        var errors = ConversionErrors.Measure(
            source,
            network.Graph,
            compared,
            threads,
            run.Counter(ConversionStage.Compare, compared.Count),
            run.Stop
        );
        return new SpikingConversionResult(network, errors, options, settings, layers);
    }

    /// <summary>What a conversion would start from, so that what cannot be converted is told before pictures are read.</summary>
    /// <param name="graph">The ordinary network.</param>
    /// <param name="options">How it is to be converted.</param>
    /// <exception cref="ConversionException">Something in the network has no spiking equivalent; every offender is named.</exception>
    public static SourceNetwork Source(SpikeGraph graph, ConversionOptions options)
    {
        var source = new SourceNetwork(graph);
        return source.Problems(options.SignedNeurons) is { Count: > 0 } problems ? throw new ConversionException(problems) : source;
    }

    /// <summary>At most so many of them, evenly spread.</summary>
    internal static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int most)
    {
        var count = Math.Min(all.Count, most);
        return [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
    }
}
