using System.Globalization;
using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Data;
using SpikeSharp.Imaging;
using SpikeSharp.Models;
using SpikeSharp.Prediction;
using SpikeSharp.Reports;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp predict` with a segmenter or a classifier.</summary>
internal static class ScoringPredict
{
    public static void Run(ModelSource source, Arguments arguments, Session session)
    {
        var (display, task) = (session.Display, source.Task);
        var files = SourceListing
            .List(arguments.Require(Source))
            .Where(file => !file.IsVideo)
            .Take(arguments.Get(Limit) ?? int.MaxValue)
            .ToArray();
        if (files.Length == 0)
            throw DataException.NotFound(arguments.Require(Source), "holds videos only, which are for detectors; name pictures");
        using var scorer = NetworkArguments.Scorer(source, arguments, display);
        var predictor = new ScorePredictor(scorer, task, NetworkArguments.ImageSide(arguments.Get(ImageSize) ?? scorer.ImageSize, display));
        using var claim =
            arguments.Get(Save) || arguments.Get(SaveText)
                ? ClaimedFolder.Next(
                    arguments.Get(Project) ?? Path.Combine("runs", task.ToString().ToLowerInvariant()),
                    arguments.Get(Name) ?? "predict",
                    arguments.Get(ExistOk)
                )
                : null;
        var (records, skipped) = (new List<ScoredRecord>(), new List<DataProblem>());
        display.Progress("predict", files.Length, report =>
        {
            foreach (var picture in predictor.Run(files, arguments.Get(Strict) ? null : Skip, session.Stop))
            {
                var pixels = task == VisionTask.Segment ? picture.Scores.ClassesAt(picture.Image.Width, picture.Image.Height) : null;
                var record = predictor.Describe(picture, pixels);
                records.Add(record);
                if (claim is not null)
                    Write(claim.Folder, picture, pixels, record, scorer.Names, arguments);
                display.Line(Describe(record, files.Length));
                report.Advance();
            }
            return 0;
        });
        if (records.Count == 0)
            throw new DataException(
                files.Length == 1 ? skipped[0].ToString() : $"none of the {skipped.Count} files can be read; the first is {skipped[0]}",
                skipped
            );
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = arguments.Require(Model),
                Source = arguments.Require(Source),
                Task = task.ToString().ToLowerInvariant(),
                Folder = claim?.Folder,
                Pictures = records.Count,
                Skipped = skipped.Count,
                Images = records,
                Problems = skipped,
            }
        );
        display.Line($"{records.Count} pictures{(skipped.Count > 0 ? $"; {skipped.Count} files skipped" : "")}");
        if (claim is not null)
            display.Line($"results: {claim.Folder}");

        void Skip(SourceFile file, Exception e)
        {
            var problem = new DataProblem(file.Path, null, e is ImagingException imaging ? imaging.Reason : e.Message);
            skipped.Add(problem);
            if (files.Length > 1)
                display.Warn($"skipped {problem}");
        }
    }

    // A segmenter's colours over the picture, and its classes as a mask; a classifier's most probable classes as text.
    private static void Write(
        string folder,
        ScoredPicture picture,
        byte[]? pixels,
        ScoredRecord record,
        IReadOnlyList<string> names,
        Arguments arguments
    )
    {
        var stem = Path.GetFileNameWithoutExtension(picture.File.Path);
        if (pixels is not null && arguments.Get(Save))
        {
            var (overlay, mask) = (Path.Combine(folder, $"{stem}.jpg"), Path.Combine(folder, "masks", $"{stem}.png"));
            if (Path.GetFullPath(overlay) == picture.File.Path)
                throw new UsageException($"{folder} holds pictures of the source, which would be written over; choose another --name");
            var drawn = ClassOverlay.Draw(picture.Image, pixels);
            (arguments.Get(ShowLabels) ? ClassLegend.Below(drawn, record.Classes.Select(c => c.Class), names) : drawn).Save(overlay);
            Directory.CreateDirectory(Path.GetDirectoryName(mask)!);
            new ClassMap(picture.Image.Width, picture.Image.Height, Array.ConvertAll(pixels, number => (ushort)number)).Save(mask);
        }
        if (pixels is null)
            File.WriteAllLines(
                Path.Combine(folder, $"{stem}.txt"),
                record.Classes.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Share:0.0000} {c.Name}"))
            );
    }

    private static string Describe(ScoredRecord record, int files)
    {
        var classes = string.Join(
            ", ",
            record.Classes.Take(5).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.Share:0.00}"))
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(files == 1 ? record.Path : Path.GetFileName(record.Path))}: {classes}, {record.TimesMs.Infer:F1} ms"
        );
    }
}
