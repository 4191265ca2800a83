using System.Globalization;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Data;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Video;
using SpikeSharp.Models;
using SpikeSharp.Prediction;
using SpikeSharp.Reports;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp predict`.</summary>
internal static class PredictVerb
{
    public static readonly Verb Verb = new(
        "predict",
        "find objects in pictures and videos",
        Run,
        Needs: [Model, Source],
        Offers:
        [
            Cfg,
            Weights,
            VideoStride,
            Classes,
            Limit,
            Strict,
            TaskKind,
            .. OptionTable.Network,
            Batch,
            ImageSize,
            .. Computing,
            .. Running,
            .. Sliding,
            Rectangular,
            Confidence,
            Overlap,
            MaxDetections,
            AgnosticNms,
            ShowLabels,
            ShowConfidence,
            LineWidth,
            .. RunFolder,
            Save,
            SaveText,
            SaveConfidence,
            SaveCrops,
            SaveJsonLines,
            Json,
        ]
    )
    {
        Examples =
        [
            "spikesharp predict --model best.safetensors --source pictures/",
            "spikesharp predict model=best.safetensors source='frames/*.jpg' conf=0.4",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var source = NetworkArguments.Open(arguments);
        NetworkArguments.RequireTask(source, arguments);
        if (source.Task != VisionTask.Detect)
        {
            ScoringPredict.Run(source, arguments, session);
            return;
        }
        var files = SourceListing.List(arguments.Require(Source));
        var limit = arguments.Get(Limit) ?? int.MaxValue;
        using var detector = NetworkArguments.Detector(source, arguments, session.Display);
        var predictor = new Predictor(detector, OptionsOf(arguments, detector, session.Display));
        using var output = Output.Open(arguments, files);

        var (records, skipped, times) = (new List<PredictionRecord>(), new List<DataProblem>(), new Times());
        try
        {
            session.Display.Progress("predict", Math.Min(limit, files.Sum(file => Frames(file, arguments.Get(VideoStride)))), report =>
            {
                foreach (var result in predictor.Run(files.Take(limit), Skip, session.Stop).Take(limit))
                {
                    var record = PredictionRecord.Of(result);
                    records.Add(record);
                    times.Add(result.Result.Times);
                    if (!result.File.IsVideo)
                        session.Display.Line(Describe(record, files.Count));
                    output.Folder?.Add(result);
                    report.Advance();
                }
                return 0;
            });
        }
        catch (OperationCanceledException e) when (session.Stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(
                $"stopped after {records.Count} pictures" + (output.Path is { } place ? $"; what was found in them is in {place}" : ""),
                e
            );
        }
        output.Folder?.Finish();
        if (records.Count == 0)
            throw new DataException(
                files.Count == 1 ? skipped[0].ToString() : $"none of the {skipped.Count} files can be read; the first is {skipped[0]}",
                skipped
            );
        Conclude(
            arguments,
            session.Display,
            new(
                arguments.Require(Model),
                arguments.Require(Source),
                output.Path,
                records.Count,
                skipped.Count,
                records.Sum(record => record.Detections.Count),
                times.Mean,
                records,
                skipped
            )
        );

        void Skip(SourceFile file, Exception e)
        {
            var problem = new DataProblem(file.Path, null, e is ImagingException imaging ? imaging.Reason : e.Message);
            skipped.Add(problem);
            if (files.Count > 1 || file.IsVideo)
                session.Display.Warn($"skipped {problem}");
        }
    }

    private static PredictOptions OptionsOf(Arguments arguments, IDetector detector, Display display)
    {
        var classes = arguments.Get(Classes);
        if (classes?.FirstOrDefault(number => number >= detector.Names.Count, -1) is { } wrong and >= 0)
            throw new UsageException($"--classes names class {wrong}, but the network has classes 0 to {detector.Names.Count - 1}");
        return new()
        {
            ImageSize = NetworkArguments.ImageSide(arguments.Get(ImageSize) ?? detector.ImageSize, display),
            Batch = arguments.Get(Batch),
            Rectangular = !arguments.IsGiven(Rectangular) || arguments.Get(Rectangular),
            VideoStride = arguments.Get(VideoStride),
            Strict = arguments.Get(Strict),
            Suppression = new()
            {
                Confidence = arguments.Get(Confidence) ?? new SuppressionOptions().Confidence,
                IoU = arguments.Get(Overlap),
                MaxDetections = arguments.Get(MaxDetections),
                Agnostic = arguments.Get(AgnosticNms),
                Classes = classes is null ? null : new HashSet<int>(classes),
            },
        };
    }

    // As well as the file knows; the bar needs no more.
    private static long Frames(SourceFile file, int stride)
    {
        if (!file.IsVideo)
            return 1;
        try
        {
            using var video = new VideoReader(file.Path);
            return Math.Max(1, video.FrameCount / stride);
        }
        catch (Exception e) when (e is ImagingException or IOException)
        {
            return 0; // reported when its turn comes
        }
    }

    private static string Describe(PredictionRecord record, int files)
    {
        var objects = record.Detections.Count == 0 ? "nothing" : Count(record.Detections);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(files == 1 ? record.Path : Path.GetFileName(record.Path))}: {objects}, {record.TimesMs.Infer:F1} ms"
        );
    }

    private static string Count(IEnumerable<DetectedObject> detections) =>
        string.Join(
            ", ",
            detections
                .GroupBy(d => (d.Class, d.Name))
                .OrderBy(group => group.Key.Class)
                .Select(group => $"{group.Count()} {group.Key.Name}")
        );

    private static void Conclude(Arguments arguments, Display display, Report report)
    {
        JsonFile.Write(arguments.Get(Json), report);
        var found =
            report.Objects == 0 ? "no objects" : $"{report.Objects} objects ({Count(report.Images.SelectMany(image => image.Detections))})";
        display.Line($"{report.Pictures} pictures: {found}{(report.Skipped > 0 ? $"; {report.Skipped} files skipped" : "")}");
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"mean times: {report.TimesMs.Load:F1} ms load, {report.TimesMs.Infer:F1} ms infer, {report.TimesMs.Post:F1} ms post"
            )
        );
        if (report.Folder is not null)
            display.Line($"results: {report.Folder}");
    }

    private sealed record Report(
        string Model,
        string Source,
        string? Folder,
        int Pictures,
        int Skipped,
        int Objects,
        StageTimes TimesMs,
        IReadOnlyList<PredictionRecord> Images,
        IReadOnlyList<DataProblem> Problems
    );

    private sealed class Times
    {
        private double _load,
            _infer,
            _post;
        private int _count;

        public StageTimes Mean => new(_load / _count, _infer / _count, _post / _count);

        public void Add(StageTimes times)
        {
            (_load, _infer, _post) = (_load + times.Load, _infer + times.Infer, _post + times.Post);
            _count++;
        }
    }

    private sealed record Output(ClaimedFolder? Claim, PredictionFolder? Folder) : IDisposable
    {
        public string? Path => Claim?.Folder;

        public static Output Open(Arguments arguments, IReadOnlyList<SourceFile> files)
        {
            var options = new PredictionFolderOptions
            {
                Pictures = arguments.Get(Save),
                Labels = arguments.Get(SaveText),
                LabelConfidences = arguments.Get(SaveConfidence),
                Crops = arguments.Get(SaveCrops),
                JsonLines = arguments.Get(SaveJsonLines),
                Annotation = new(arguments.Get(ShowLabels), arguments.Get(ShowConfidence), arguments.Get(LineWidth) ?? 0),
            };
            if (!options.Any)
                return new(null, null);
            var claim = ClaimedFolder.Next(
                arguments.Get(Project) ?? System.IO.Path.Combine("runs", "detect"),
                arguments.Get(Name) ?? "predict",
                arguments.Get(ExistOk)
            );
            var path = System.IO.Path.GetFullPath(claim.Folder);
            // Pictures with boxes are written under the names of their sources.
            if (!files.Any(file => System.IO.Path.GetDirectoryName(file.Path) == path))
                return new(claim, new PredictionFolder(claim.Folder, options));
            claim.Dispose();
            throw new UsageException($"{claim.Folder} holds pictures of the source, which would be written over; choose another --name");
        }

        public void Dispose()
        {
            Folder?.Dispose();
            Claim?.Dispose();
        }
    }
}
