using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Scores;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Data;
using SpikeSharp.Data.Classification;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Evaluation;
using SpikeSharp.Reports;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp val` of a segmenter or a classifier.</summary>
internal static class ScoringVal
{
    public static void Run(ModelSource source, Arguments arguments, Session session)
    {
        if (arguments.Get(MinMap) is not null)
            throw new UsageException("--min-map is for detectors; read the score from --json");
        var (display, task) = (session.Display, source.Task);
        var data = DataArguments.Load(task, arguments, session);
        using var scorer = NetworkArguments.Scorer(source, arguments, display);
        if (scorer.Names.Count != data.Names.Count && !source.HasSpareOutputs)
            throw new DataException(
                data.File,
                null,
                $"names {data.Names.Count} classes, but the network knows {scorer.Names.Count}; name the data that it was trained for"
            );
        var options = new ValidateOptions
        {
            ImageSize = NetworkArguments.ImageSide(arguments.Get(ImageSize) ?? scorer.ImageSize, display),
            Batch = arguments.Get(Batch),
            Workers = Math.Min(arguments.Get(Workers), Environment.ProcessorCount),
            SpareOutputs = source.HasSpareOutputs,
        };
        using var claim = arguments.Get(Plots)
            ? ClaimedFolder.Next(
                arguments.Get(Project) ?? Path.Combine("runs", task.ToString().ToLowerInvariant()),
                arguments.Get(Name) ?? "val",
                arguments.Get(ExistOk)
            )
            : null;
        var pictures = claim is null ? null : new PictureFolder(claim.Folder, display.Warn);
        var score = display.Progress<TaskScore>("val", data.Count, report => data switch
            {
                SegmentationData pixels => new SegmentationScore(
                    Segment(pixels, options, scorer, pictures, report, session.Stop),
                    data.Names
                ),
                _ => new ClassificationScore(
                    Classify((ClassificationData)data, options, scorer, pictures, report, session.Stop),
                    data.Names
                ),
            });
        score.Show(display);
        if (claim is not null)
            display.Line($"results in {claim.Folder}");
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = source.Name,
                Data = data.File,
                data.Split,
                Options = new
                {
                    options.ImageSize,
                    options.Batch,
                    Slide = scorer is SlidingScorer windows ? new { windows.Crop, windows.Stride } : null,
                },
                Folder = claim?.Folder,
                Score = (object)score,
            }
        );
        display.Line(score.Line("val"));
    }

    private static SegmentationResult Segment(
        SegmentationData data,
        ValidateOptions options,
        IScorer scorer,
        PictureFolder? pictures,
        ProgressReport report,
        CancellationToken stop
    )
    {
        var found = pictures is null ? null : new SegmentationPictures(pictures, data.Names, options.Batch);
        var result = new SegmentationValidator(data, options).Run(
            scorer,
            observe: found is null ? null : found.Observe,
            progress: report,
            cancel: stop
        );
        found?.Save(result);
        return result;
    }

    private static ClassificationResult Classify(
        ClassificationData data,
        ValidateOptions options,
        IScorer scorer,
        PictureFolder? pictures,
        ProgressReport report,
        CancellationToken stop
    )
    {
        var found = pictures is null ? null : new ClassificationPictures(pictures, data.Names, options.Batch);
        var result = new ClassificationValidator(data, options).Run(
            scorer,
            observe: found is null ? null : found.Observe,
            progress: report,
            cancel: stop
        );
        found?.Save(result);
        return result;
    }
}
