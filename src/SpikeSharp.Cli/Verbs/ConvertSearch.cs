using System.Globalization;
using System.Security.Cryptography;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Conversion;
using SpikeSharp.Conversion.Search;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Reports;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`convert --search`: from options to better options.</summary>
internal static class ConvertSearch
{
    /// <summary>Searches; every trial is written down, so that an interrupted search goes on with `--resume FOLDER`.</summary>
    public static ConversionOptions Run(
        AnnNetwork ann,
        ActivationStatistics statistics,
        ConversionOptions options,
        IReadOnlyList<InputTensor> images,
        int threads,
        Arguments arguments,
        Session session
    )
    {
        var display = session.Display;
        var exact = options.Neuron.Calibration == SpikeCalibration.Signed;
        var weight = arguments.Get(SpikeWeight) ?? (exact ? 1 : 0);
        var some = GraphArguments.Take(images, arguments.Get(SearchImages));
        var objective = new ConversionObjective(ann, statistics, some, threads, weight);
        var resumed = arguments.Get(Resume);
        using var claim = resumed is null
            ? ClaimedFolder.Next(
                arguments.Get(Project) ?? Path.Combine("runs", "convert"),
                arguments.Get(Name) ?? "search",
                arguments.Get(ExistOk)
            )
            : null;
        var folder = claim?.Folder ?? resumed!;
        var search = new NormalisationSearch(
            folder,
            new SearchOptions
            {
                Seed = arguments.Get(Seed),
                Iterations = arguments.Get(Trials) - 5,
                Objective = string.Create(
                    CultureInfo.InvariantCulture,
                    $"ln(error) + {weight} ln(spikes), T = {options.TimeSteps}, {Path.GetFileName(arguments.Require(Model))}, "
                        + $"{Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(arguments.Require(Model))).AsSpan(0, 8))}, "
                        + $"{some.Count} pictures of {Path.GetFullPath(arguments.Require(CalibrationData))} at "
                        + $"{some[0].Height}x{some[0].Width}, {options.Neuron}, {options.Scales}, {options.MaxPooling}, clamp "
                        + $"{options.Clamp}, power of two {options.RoundsToPowerOfTwo}, signed {options.SignedNeurons}, "
                        + $"factor {arguments.Get(ScaleFactor)}"
                ),
            },
            resumed is not null,
            display.Line,
            search => new PictureFolder(folder, display.Line).Add("trials.png", () => TrialsPicture.Draw(search.Trials, search.Spaces))
        );
        var space = exact
            ? NormalisationSpace.Exact
            : NormalisationSpace.Of(options.TimeSteps, options.Neuron.Calibration != SpikeCalibration.None);
        var found = display.Progress("search", arguments.Get(Trials), report => search.Run(
                space,
                (point, cancel) =>
                {
                    var value = objective.Evaluate(At(options, ann, point), cancel);
                    report.Advance(words: string.Create(CultureInfo.InvariantCulture, $"{point}: {value:F4}"));
                    return value;
                },
                session.Stop
            ));
        options = At(options, ann, found.Best);
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"search: {found.Trials.Count} trials, best {found.Best} with "
                    + $"{found.Objective:F4}{(found.StoppedEarly ? ", stopped early: nothing better came" : "")}"
            )
        );
        if (arguments.Get(Search) == "layers")
        {
            var layers = display.Progress("layers", ann.Neurons.Count * 5, report => search.RunLayers(
                    ann.Neurons,
                    (factors, cancel) =>
                    {
                        var value = objective.Evaluate(With(options, ann, factors), cancel);
                        report.Advance(words: value.ToString("F4", CultureInfo.InvariantCulture));
                        return value;
                    },
                    found.Objective,
                    session.Stop
                ));
            options = With(options, ann, layers.Best.Values);
            display.Line(string.Create(CultureInfo.InvariantCulture, $"layers: {layers.Trials.Count} trials, best {layers.Objective:F4}"));
        }
        display.Line($"trials in {folder}");
        return options;
    }

    private static ConversionOptions At(ConversionOptions options, AnnNetwork ann, SearchPoint point)
    {
        var multiplier = point.Get(NormalisationSpace.Multiplier, 1);
        return options with
        {
            Percentile = point.Get(NormalisationSpace.Percentile, options.Percentile),
            ScaleFactors = ann.Neurons.ToDictionary(
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

    private static ConversionOptions With(ConversionOptions options, AnnNetwork ann, IReadOnlyList<double> factors) =>
        options with
        {
            ScaleFactors = ann
                .Neurons.Select((name, i) => (Name: name, Factor: factors[i] * options.ScaleFactors.GetValueOrDefault(name, 1)))
                .ToDictionary(layer => layer.Name, layer => layer.Factor, StringComparer.Ordinal),
        };
}
