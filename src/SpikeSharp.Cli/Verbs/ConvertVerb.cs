using System.Globalization;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Conversion;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Prediction;
using SpikeSharp.Reports;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp convert`.</summary>
internal static class ConvertVerb
{
    public static readonly Verb Verb = new(
        "convert",
        "make a spiking network of a trained ordinary one (SpiCalib)",
        Run,
        Needs: [Model, CalibrationData],
        Offers: [Cfg, CalibrationSplit, AtMost, ImageSize, .. Converting, Threads, Resume, .. RunFolder, OutputFile, Json]
    )
    {
        Examples =
        [
            "spikesharp convert --model yolov8n-relu.safetensors --calibrate cells.yaml --T 64 -o net.spk.safetensors",
            "spikesharp convert --model net.onnx --calibrate pictures/ --T 16 --neuron exact -o net.spk.safetensors",
            "spikesharp convert --model net.onnx --calibrate pictures/ --explain",
            "spikesharp convert --model net.onnx --calibrate pictures/ --T 32 --search global -o net.spk.safetensors",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var display = session.Display;
        var explains = arguments.Get(Explain);
        var output = explains ? arguments.Get(OutputFile) : arguments.Require(OutputFile);
        var options = Options(arguments);
        var pictures = GraphArguments.Pictures(arguments.Require(CalibrationData), arguments.Get(CalibrationSplit), arguments.Get(AtMost));
        var graph = GraphArguments.Graph(arguments, display);
        // What cannot be converted is told before pictures are read.
        var neurons = SpikingConversion.Source(graph, options).Neurons;
        var factor = arguments.Get(ScaleFactor);
        options = options with { ScaleFactors = neurons.ToDictionary(name => name, _ => factor, StringComparer.Ordinal) };
        var side = GraphArguments.Side(arguments, graph, display);
        var images = display.Progress("read", pictures.Count, report =>
            GraphArguments.Read(pictures, PictureInput.Of(graph, side), session, report).ToArray()
        );
        var searches = arguments.Get(OptionTable.Search) != "none";
        var resumed = arguments.Get(Resume);
        using var claim =
            searches && resumed is null
                ? ClaimedFolder.Next(
                    arguments.Get(Project) ?? Path.Combine("runs", "convert"),
                    arguments.Get(Name) ?? "search",
                    arguments.Get(ExistOk)
                )
                : null;
        var folder = claim?.Folder ?? resumed ?? "";
        var run = new ConversionRun
        {
            Threads = NetworkArguments.EngineThreads(arguments),
            Search = searches ? ConvertSearch.Of(folder, options, images, arguments, display) : null,
            Stop = session.Stop,
        };
        var result = display.Stages(begin =>
            SpikingConversion.Convert(graph, images, options, run with { Progress = new ConversionReport(begin) })
        );
        var (converted, check) = (result.Network, result.Errors);
        ConvertSearch.Conclude(result, folder, display);
        foreach (var warning in converted.Warnings)
            display.Warn(warning.ToString());
        if (explains)
            display.Table(Table(converted, check));
        Conclude(converted, check, images.Length, side, display);
        if (output is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
            GraphFile.Save(converted.Graph, output);
            display.Line($"written: {output}");
        }
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = arguments.Require(Model),
                Output = output,
                Images = images.Length,
                ImageSize = side,
                result.Options,
                Layers = converted.Layers,
                Warnings = converted.Warnings.Select(w => w.ToString()),
                check.Steps,
                check.LayerErrors,
                check.OutputErrors,
                check.SpikesPerImage,
                check.Rates,
            }
        );
    }

    private static ConversionOptions Options(Arguments arguments)
    {
        var steps = arguments.Get(SpikingSteps) ?? 64;
        var exact = arguments.Get(ConversionNeuron) == "exact";
        var usual = exact ? ConversionOptions.Exact(steps) : ConversionOptions.Usual(steps);
        var calibration = exact ? SpikeCalibration.Signed : Enum.Parse<SpikeCalibration>(arguments.Get(CalibrationRule), ignoreCase: true);
        if (exact && new Option[] { CalibrationRule, AllowanceSteps, Restore }.FirstOrDefault(arguments.IsGiven) is { } idle)
            throw new UsageException($"--neuron exact takes spikes back by itself: leave out {idle.Switch}");
        return usual with
        {
            Percentile = arguments.Get(Percentile),
            Scales = Enum.Parse<ScaleMode>(arguments.Get(ScaleKind), ignoreCase: true),
            RoundsToPowerOfTwo = arguments.Get(PowerOfTwo),
            Clamp = (float?)arguments.Get(ClampAt),
            MaxPooling = arguments.Get(PoolingKind) == "lossless" ? PoolingOverTime.Lossless : PoolingOverTime.Instantaneous,
            SignedNeurons = arguments.Get(OptionTable.SignedNeurons),
            Neuron = usual.Neuron with
            {
                MaxSpikes = arguments.IsGiven(Gamma) ? arguments.Get(Gamma) : usual.Neuron.MaxSpikes,
                InitialMembrane = arguments.Get(InitialMembrane) ?? usual.Neuron.InitialMembrane,
                Calibration = calibration,
                Allowance = arguments.Get(AllowanceSteps)
                    ?? (calibration == SpikeCalibration.Published ? steps / 2 : usual.Neuron.Allowance),
                RestoresMembrane = calibration != SpikeCalibration.Published && arguments.Get(Restore),
            },
        };
    }

    private static ResultTable Table(ConvertedNetwork converted, ConversionErrors check)
    {
        var table = new ResultTable(["layer", "scale", "largest", "beyond", "rate", .. check.Steps.Select(t => $"error T={t}")]);
        foreach (var layer in converted.Layers)
        {
            table.Add([
                layer.Name,
                Scale(layer.Scale),
                Number(layer.Largest),
                Percent(layer.Saturating),
                Number(check.Rates.GetValueOrDefault(layer.Name)),
                .. check.LayerErrors.TryGetValue(layer.Name, out var errors) ? errors.Select(Percent) : check.Steps.Select(_ => ""),
            ]);
        }
        foreach (var (name, relative) in check.OutputErrors)
            table.Add([name, "", "", "", "", .. relative.Select(Percent)]);
        return table;
    }

    private static void Conclude(ConvertedNetwork converted, ConversionErrors check, int images, int side, Display display)
    {
        var graph = converted.Graph;
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"converted: {converted.Layers.Count} layers of neurons, {graph.Nodes.Count(node => node.Operation is Convolution)} "
                    + $"convolutions, T = {graph.Info.TimeSteps}, scales from {images} pictures of {side} pixels"
            )
        );
        foreach (var (name, errors) in check.OutputErrors)
        {
            display.Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"output '{name}' beside the ANN's: "
                        + $"{string.Join(", ", check.Steps.Zip(errors, (t, error) => $"{error * 100:0.##} % at T = {t}"))} (root mean "
                        + $"square, relative)"
                )
            );
        }
        display.Line(string.Create(CultureInfo.InvariantCulture, $"spikes a picture: {check.SpikesPerImage:N0}"));
    }

    private static string Scale(float[] scale) => scale.Length == 1 ? Number(scale[0]) : $"{Number(scale.Min())} to {Number(scale.Max())}";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
