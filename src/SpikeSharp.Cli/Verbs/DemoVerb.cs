using System.Globalization;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Demo;
using SpikeSharp.Training;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp demo`.</summary>
internal static class DemoVerb
{
    public static readonly Verb Verb = new("demo", "make a data set, train, measure, compile, prove, and show it all on one page", Run,
        Needs: [],
        Offers: [OutputFile, Epochs, Seed, .. Computing, Json])
    {
        Examples = ["spikesharp demo"],
    };

    private static void Run(Arguments arguments, Session session)
    {
        ThreadCount.Use(arguments.Get(Threads));
        var usual = new DemoOptions
        {
            Folder = arguments.Get(OutputFile) ?? "demo",
            Seed = arguments.Get(Seed),
            Threads = SpikeSharp.Torch.TorchRuntime.Threads,
            Device = NetworkArguments.Device(arguments),
        };
        Run(arguments.IsGiven(Epochs) ? usual with { Epochs = arguments.Get(Epochs) } : usual, arguments.Get(Json), session);
    }

    /// <summary>Runs a demonstration and prints its numbers.</summary>
    public static void Run(DemoOptions options, string? json, Session session)
    {
        var display = session.Display;
        display.Line("draws pictures, trains a spiking detector on them, and shows what came of it; Ctrl-C stops, the same command goes on");
        var demo = new Demonstration(options, new Reporter(display), what => display.Line(what + " ..."));
        var result = demo.Run(session.Stop);
        var (m, v, e) = (result.Score.Metrics, result.Verification, result.Energy);
        JsonFile.Write(json, new
        {
            result.Page, result.Checkpoint, result.Graph, Seconds = result.Time.TotalSeconds, result.Curves.Epochs, TrainingSeconds = result.Curves.Seconds,
            m.Map50, Map50_95 = m.Map, m.Precision, m.Recall, result.Score.MeanRate,
            Verification = new { v.Images, v.Compared, v.Differing, v.Passed }, result.SpikeDriven.IsSpikeDriven,
            Energy = new { e.Millijoules, e.ExactMillijoules, AnnMillijoules = e.Ann.Millijoules, e.Ann.Ratio },
        });
        display.Line(string.Create(CultureInfo.InvariantCulture, $"mAP50 {m.Map50:F3}, mAP50-95 {m.Map:F3} on {m.Images} synthetic pictures, after {result.Curves.Epochs} epochs"));
        display.Line(string.Create(CultureInfo.InvariantCulture, $"integer and binary: {v.Compared:N0} spikes compared on {v.Images} pictures, {v.Differing:N0} differ"));
        display.Line(string.Create(CultureInfo.InvariantCulture, $"energy a picture: {e.Millijoules:G3} mJ, ANN twin {e.Ann.Millijoules:G3} mJ, {e.Ann.Ratio:F1} times as much (counted, eq. 16 and 17)"));
        display.Line($"done in {Display.Duration(result.Time)}; open {result.Page}");
    }

    private sealed class Reporter(Display display) : ITrainingReporter
    {
        public void Started(TrainingSetup setup) => display.Line(string.Create(CultureInfo.InvariantCulture,
            $"{setup.Parameters:N0} parameters, {setup.Options.Epochs} epochs of {setup.Train.Images} pictures"));

        public void BatchDone(BatchProgress progress)
        {
        }

        public void EpochDone(EpochResult result) => display.Line(string.Create(CultureInfo.InvariantCulture,
            $"epoch {result.Epoch + 1}/{result.Epochs}: loss {result.Losses.Total:F2}, mAP50 {result.Validation?.Metrics.Map50 ?? 0:F3}, {Display.Duration(TimeSpan.FromSeconds(result.Seconds))}"));

        public void Note(string message) => display.Line(message);
    }
}
