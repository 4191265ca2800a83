using System.Globalization;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Cli.Verbs;
using SpikeSharp.Training;

namespace SpikeSharp.Cli.Training;

/// <summary>
/// Shows a run as it goes: a line an epoch, and between them a bar with the present losses on a terminal, elsewhere a line now and then.
/// </summary>
/// <param name="display">What the user sees.</param>
/// <param name="started">Called once the data are read and the network stands.</param>
internal sealed class RunReporter(Display display, Action<TrainingSetup> started) : ITrainingReporter
{
    private const string Heading = "    epoch      box      cls      dfl  precision  recall   mAP50  mAP50-95    rate    time";

    private ProgressReport? progress;
    private long total, done;
    private int firstEpoch;
    private double best = double.NaN;

    /// <summary>Trains, and shows how far it has come.</summary>
    public T Watch<T>(Func<T> train) => display.Progress("train", total, report =>
    {
        progress = report;
        return train();
    });

    public void Started(TrainingSetup setup)
    {
        var (options, description) = (setup.Options, setup.Description);
        DataArguments.Show("train", setup.Train, display);
        if (setup.Validation is { } validation) DataArguments.Show("val", validation, display);
        display.Line(Text($"{description.Options.Name}: {setup.Parameters:N0} parameters, {description.Names.Count} classes, {description.Options.Units}"));
        display.Line(Text($"{setup.Optimiser}; {options.Epochs} epochs of batches of {options.Batch} at {options.ImageSize} px; seed {options.Seed}; {options.Threads} threads"));
        started(setup);
        display.Line(setup.FirstEpoch == 0 ? $"results in {options.RunFolder}" : $"going on in epoch {setup.FirstEpoch + 1}; results in {options.RunFolder}");
        firstEpoch = setup.FirstEpoch;
        total = Math.Max(1, (long)(options.Epochs - firstEpoch) * Batches(setup.Train.Images - setup.Train.Corrupt, options.Batch));
        display.Line(Heading);
    }

    public void BatchDone(BatchProgress p)
    {
        var now = (long)(p.Epoch - firstEpoch) * p.Batches + p.Batch;
        progress?.Advance(now - done, Text($"epoch {p.Epoch + 1}/{p.Epochs}  box {p.Losses.Box:0.000}  cls {p.Losses.Class:0.000}  dfl {p.Losses.Dfl:0.000}  {p.Objects} objects  {p.ImagesPerSecond:0.0} images/s")
            + (double.IsNaN(best) ? "" : Text($"  best mAP50-95 {best:0.000}")));
        done = now;
    }

    public void EpochDone(EpochResult r)
    {
        var metrics = r.Validation?.Metrics;
        if (r.IsBest && metrics is not null) best = metrics.Map;
        var place = Text($"{r.Epoch + 1}/{r.Epochs}");
        var scores = metrics is null
            ? new string(' ', 35)
            : Text($"{metrics.Precision,11:0.000}{metrics.Recall,8:0.000}{metrics.Map50,8:0.000}{metrics.Map,10:0.000}");
        var rate = r.Validation?.MeanRate is { } mean ? Text($"{mean,8:0.000}") : new string(' ', 8);
        display.Line(Text($"{place,9}{r.Losses.Box,9:0.0000}{r.Losses.Class,9:0.0000}{r.Losses.Dfl,9:0.0000}") + scores + rate
            + $"{Display.Duration(TimeSpan.FromSeconds(r.Seconds)),8}" + (r.IsBest ? "  best" : ""));
    }

    public void Note(string message) => display.Warn(message);

    private static int Batches(int images, int batch) => (images + batch - 1) / batch;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
