using System.Globalization;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Scores;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Data;
using SpikeSharp.Data.Description;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Metrics;
using SpikeSharp.Models;
using SpikeSharp.Reports;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp val`.</summary>
internal static class ValVerb
{
    public static readonly Verb Verb = new(
        "val",
        "measure a network on a data set: AP, precision, recall, time",
        Run,
        Needs: [Model, DataSet],
        Offers:
        [
            Cfg,
            OptionTable.Split,
            Limit,
            SingleClass,
            Strict,
            AllowBad,
            TaskKind,
            Weights,
            .. OptionTable.Network,
            Batch,
            ImageSize,
            .. Computing,
            .. Running,
            .. Sliding,
            Workers,
            Rectangular,
            Confidence,
            Overlap,
            MaxDetections,
            MinMap,
            Plots,
            .. RunFolder,
            SaveJson,
            Json,
        ]
    )
    {
        Examples =
        [
            "spikesharp val --model best.safetensors --data cells.yaml --split test --json result.json",
            "spikesharp val --model net.spk.safetensors --data cells.yaml --limit 32 --min-map 0.5",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var display = session.Display;
        var source = NetworkArguments.Open(arguments, arguments.Require(DataSet));
        NetworkArguments.RequireTask(source, arguments);
        if (source.Task != VisionTask.Detect)
        {
            ScoringVal.Run(source, arguments, session);
            return;
        }
        var yaml = DataYaml.Load(arguments.Require(DataSet));
        using var detector = NetworkArguments.Detector(source, arguments, display);
        var data = DataArguments.Load(yaml, arguments, IsSingleClass(arguments, yaml, detector), session);
        var options = OptionsOf(arguments, detector, display);
        using var claim =
            arguments.Get(Plots) || arguments.Get(SaveJson)
                ? ClaimedFolder.Next(
                    arguments.Get(Project) ?? Path.Combine("runs", "detect"),
                    arguments.Get(Name) ?? "val",
                    arguments.Get(ExistOk)
                )
                : null;
        var folder = claim?.Folder;
        var pictures = arguments.Get(Plots)
            ? new ValidationPictures(new PictureFolder(folder!, display.Warn), detector.Names, options.Batch)
            : null;
        var predictions = new List<ImagePredictions>();

        var result = display.Progress("val", data.Images.Count, report =>
        {
            // The interpreter takes seconds an image: it reports every one, not only every batch.
            if (detector is GraphDetector graph)
                graph.RunObserver = _ => report.Advance();
            return new DetectionValidator(data, options).Run(detector, observe: Observe, progress: report, cancel: session.Stop);
        });

        void Observe(ImageDetections image)
        {
            pictures?.Observe(image);
            if (arguments.Get(SaveJson))
                predictions.Add(new ImagePredictions(image.Image.Path, image.Found));
        }

        pictures?.Save(result);
        if (arguments.Get(SaveJson))
            WritePredictions(folder!, predictions, yaml);
        var score = Score.Of(result, detector.Names);
        score.Show(display);
        if (folder is not null)
            display.Line($"results in {folder}");
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = source.Name,
                Data = yaml.File,
                data.Split,
                Options = options,
                Folder = folder,
                Score = score,
            }
        );
        display.Line(score.Line("val"));
        if (arguments.Get(MinMap) is { } least && score.Map < least)
            throw new CheckFailedException(
                string.Create(CultureInfo.InvariantCulture, $"mAP50-95 is {score.Map:0.0000}, below the {least} that --min-map wants")
            );
    }

    // A network of one class may be measured on data of many.
    private static bool IsSingleClass(Arguments arguments, DataYaml yaml, IDetector detector)
    {
        var (known, named) = (detector.Names.Count, yaml.Names.Count);
        if (arguments.Get(SingleClass) && known != 1)
            throw new UsageException($"--single-cls needs a network of one class; this one knows {known}");
        if (known != named && known != 1)
            throw new DataException(
                yaml.File,
                null,
                $"names {named} classes, but the network knows {known}; name the data that it was trained for"
            );
        return known == 1;
    }

    private static ValidateOptions OptionsOf(Arguments arguments, IDetector detector, Display display) =>
        new()
        {
            ImageSize = NetworkArguments.ImageSide(arguments.Get(ImageSize) ?? detector.ImageSize, display),
            Batch = arguments.Get(Batch),
            Workers = Math.Min(arguments.Get(Workers), Environment.ProcessorCount),
            Confidence = arguments.Get(Confidence) ?? SuppressionOptions.Validation.Confidence,
            IoU = arguments.Get(Overlap),
            MaxDetections = arguments.Get(MaxDetections),
            Rectangular = !arguments.IsGiven(Rectangular) || arguments.Get(Rectangular),
            SingleClass = detector.Names.Count == 1,
        };

    // COCO's classes have numbers of their own in its files.
    private static void WritePredictions(string folder, List<ImagePredictions> predictions, DataYaml yaml)
    {
        var coco = yaml.Names.Count == CocoCategories.Ids.Count && yaml.Names[0] == "person" && yaml.Names[^1] == "toothbrush";
        CocoPredictions.Write(Path.Combine(folder, "predictions.json"), predictions, coco ? CocoCategories.Ids : null);
    }
}
