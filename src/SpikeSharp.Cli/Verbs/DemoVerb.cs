using System.Globalization;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Cli.Training;
using SpikeSharp.Demo;
using SpikeSharp.Reports;
using SpikeSharp.Torch;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp demo`.</summary>
internal static class DemoVerb
{
    public static readonly Verb Verb = new(
        "demo",
        "make a data set, train, measure, compile, prove, and show it all on one page",
        Run,
        Needs: [],
        Offers: [OutputFile, Epochs, Seed, .. Computing, Json]
    )
    {
        Examples = ["spikesharp demo"],
        WritesFolder = true,
    };

    private static void Run(Arguments arguments, Session session)
    {
        ThreadCount.Use(arguments.Get(Threads));
        var usual = new DemoOptions
        {
            Folder = arguments.Get(OutputFile) ?? "demo",
            Seed = arguments.Get(Seed),
            Threads = TorchRuntime.Threads,
            Device = NetworkArguments.Device(arguments),
        };
        Run(arguments.IsGiven(Epochs) ? usual with { Epochs = arguments.Get(Epochs) } : usual, arguments.Get(Json), session);
    }

    /// <summary>Runs a demonstration and prints its numbers.</summary>
    public static void Run(DemoOptions options, string? json, Session session)
    {
        var display = session.Display;
        using var claim = ClaimedFolder.Of(options.Folder);
        display.Line("draws pictures, trains a spiking detector on them, and shows what came of it");
        var reporter = new RunReporter(display, _ => { });
        var demo = new Demonstration(
            options,
            reporter,
            what => display.Line(what + " ..."),
            train =>
                reporter.Watch(() =>
                {
                    train();
                    return 0;
                })
        );
        DemoResult result;
        try
        {
            result = demo.Run(session.Stop);
        }
        catch (OperationCanceledException stop) when (session.Stop.IsCancellationRequested)
        {
            throw new OperationCanceledException("stopped; the same command goes on where it was", stop);
        }
        var (m, v, e) = (result.Score.Metrics, result.Verification, result.Energy);
        JsonFile.Write(
            json,
            new
            {
                result.Page,
                result.Checkpoint,
                result.Graph,
                Seconds = result.Time.TotalSeconds,
                result.Curves.Epochs,
                TrainingSeconds = result.Curves.Seconds,
                m.Map50,
                Map50_95 = m.Map,
                m.Precision,
                m.Recall,
                result.Score.MeanRate,
                Verification = new
                {
                    v.Images,
                    v.Compared,
                    v.Differing,
                    v.Passed,
                },
                result.SpikeDriven.IsSpikeDriven,
                Energy = new
                {
                    e.Millijoules,
                    e.ExactMillijoules,
                    AnnMillijoules = e.Ann.Millijoules,
                    e.Ann.Ratio,
                },
            }
        );
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"mAP50 {m.Map50:F3}, mAP50-95 {m.Map:F3} on {m.Images} synthetic pictures, after {result.Curves.Epochs} epochs"
            )
        );
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"integer and binary: {v.Compared:N0} spikes compared on {v.Images} pictures, {v.Differing:N0} differ"
            )
        );
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"energy a picture: {e.Millijoules:G3} mJ, ANN twin {e.Ann.Millijoules:G3} mJ, {e.Ann.Ratio:F1} times as much (counted, "
                    + $"eq. 16 and 17)"
            )
        );
        display.Line($"done in {Display.Duration(result.Time)}; open {result.Page}");
    }
}
