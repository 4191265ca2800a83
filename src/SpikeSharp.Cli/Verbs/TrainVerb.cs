using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Scores;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Cli.Training;
using SpikeSharp.Evaluation;
using SpikeSharp.Training;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp train`.</summary>
internal static class TrainVerb
{
    public static readonly Verb Verb = new(
        "train",
        "train a network: a detector, a segmenter or a classifier",
        Run,
        Needs: [DataSet],
        Offers:
        [
            Cfg,
            Fraction,
            SingleClass,
            Strict,
            AllowBad,
            Model,
            TaskKind,
            Weights,
            .. Network,
            Epochs,
            Time,
            Patience,
            Batch,
            TrainingSize,
            CropSize,
            .. Computing,
            Workers,
            Seed,
            Cache,
            Resume,
            Validate,
            .. Schedule,
            OptionTable.ClassWeights,
            .. Augmenting,
            Plots,
            .. RunFolder,
            SavePeriod,
            Json,
        ]
    )
    {
        Waiver = Resume,
        Examples = ["spikesharp train --data cells.yaml --model spikeyolo-p --imgsz 320", "spikesharp train --resume runs/detect/train2"],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var display = session.Display;
        using var run = TrainingRun.Open(arguments, display);
        TrainingSetup? begun = null;
        var reporter = new RunReporter(display, setup =>
        {
            begun = setup;
            if (!run.IsResumed)
                ArgumentsFile.Write(run.ArgumentsPath, run.Arguments);
        });
        try
        {
            using var trainer = new Trainer(run.Options, reporter, run.IsResumed, session.Stop);
            var best = reporter.Watch(() => trainer.Run(session.Stop));
            Conclude(run, trainer.BestPath, begun!, best, display);
        }
        catch (OperationCanceledException e) when (session.Stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(
                File.Exists(run.LastPath) && begun is not null
                    ? $"stopped; {GoOn(run)}"
                    : "stopped before the first checkpoint; nothing was kept",
                e
            );
        }
        catch (Exception e) when (begun is not null && Failure.Of(e).Code == ExitCode.Exhausted && File.Exists(run.LastPath))
        {
            throw new ResumableException(e, GoOn(run));
        }
    }

    // In quotes where the shell would take the folder for several words.
    private static string GoOn(TrainingRun run) =>
        "go on with: spikesharp train --resume "
        + (run.Options.RunFolder.Any(char.IsWhiteSpace) ? $"'{run.Options.RunFolder}'" : run.Options.RunFolder);

    private static void Conclude(TrainingRun run, string bestPath, TrainingSetup setup, TaskResult? best, Display display)
    {
        var score = best is null ? null : TaskScore.Of(best, setup.Description.Names);
        score?.Show(display);
        display.Line($"best network: {bestPath}");
        display.Line($"last checkpoint: {run.LastPath}");
        display.Line($"curves, pictures and options: {run.Options.RunFolder}");
        JsonFile.Write(
            run.Arguments.Get(Json),
            new
            {
                Folder = run.Options.RunFolder,
                Best = bestPath,
                Last = run.LastPath,
                setup.Parameters,
                setup.Optimiser,
                run.Options.Epochs,
                Score = (object?)score,
            }
        );
        if (score is not null)
            display.Line(score.Line("train"));
    }
}
