using System.Globalization;
using System.Security.Cryptography;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Conversion;
using SpikeSharp.Conversion.Search;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Reports;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`convert --search`: what is searched, and what was found.</summary>
internal static class ConvertSearch
{
    /// <summary>The search that the options ask for.</summary>
    public static ConversionSearch Of(
        string folder,
        ConversionOptions options,
        IReadOnlyList<InputTensor> images,
        Arguments arguments,
        Display display
    )
    {
        var weight = arguments.Get(SpikeWeight) ?? (options.Neuron.Calibration == SpikeCalibration.Signed ? 1 : 0);
        var count = Math.Min(arguments.Get(SearchImages), images.Count);
        var usual = new SearchOptions();
        return new ConversionSearch(folder)
        {
            ByLayer = arguments.Get(OptionTable.Search) == "layers",
            SpikeWeight = weight,
            Pictures = count,
            Resume = arguments.Get(Resume) is not null,
            Note = display.Line,
            Ended = search =>
                new PictureFolder(folder, display.Line).Add("trials.png", () => TrialsPicture.Draw(search.Trials, search.Spaces)),
            Options = usual with
            {
                Seed = arguments.Get(Seed),
                Iterations = arguments.Get(Trials) - usual.RandomPoints,
                Objective = string.Create(
                    CultureInfo.InvariantCulture,
                    $"ln(error) + {weight} ln(spikes), T = {options.TimeSteps}, {Path.GetFileName(arguments.Require(Model))}, "
                        + $"{Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(arguments.Require(Model))).AsSpan(0, 8))}, "
                        + $"{count} pictures of {Path.GetFullPath(arguments.Require(CalibrationData))} at "
                        + $"{images[0].Height}x{images[0].Width}, {options.Neuron}, {options.Scales}, {options.MaxPooling}, clamp "
                        + $"{options.Clamp}, power of two {options.RoundsToPowerOfTwo}, signed {options.SignedNeurons}, "
                        + $"factor {arguments.Get(ScaleFactor)}"
                ),
            },
        };
    }

    /// <summary>Says what a search found.</summary>
    public static void Conclude(SpikingConversionResult result, string folder, Display display)
    {
        if (result.Search is not { } found)
            return;
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"search: {found.Trials.Count} trials, best {found.Best} with "
                    + $"{found.Objective:F4}{(found.StoppedEarly ? ", stopped early: nothing better came" : "")}"
            )
        );
        if (result.LayerSearch is { } layers)
            display.Line(string.Create(CultureInfo.InvariantCulture, $"layers: {layers.Trials.Count} trials, best {layers.Objective:F4}"));
        display.Line($"trials in {folder}");
    }
}
