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
    private TaskColumns columns = TaskColumns.Detect;
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
        columns = setup.Columns;
        DataArguments.Show("train", setup.Train, display);
        if (setup.Validation is { } validation) DataArguments.Show("val", validation, display);
        display.Line(Text($"{description.Options.Name}: {setup.Parameters:N0} parameters, {description.Names.Count} classes, {description.Options.Units}"));
        display.Line(Text($"{setup.Optimiser}; {options.Epochs} epochs of batches of {options.Batch} at {options.ImageSize} px; seed {options.Seed}; {options.Threads} threads"));
        started(setup);
        display.Line(setup.FirstEpoch == 0 ? $"results in {options.RunFolder}" : $"going on in epoch {setup.FirstEpoch + 1}; results in {options.RunFolder}");
        firstEpoch = setup.FirstEpoch;
        total = Math.Max(1, (long)(options.Epochs - firstEpoch) * Batches(setup.Train.Usable, options.Batch));
        display.Line($"{"epoch",9}{string.Concat(columns.Losses.Concat(columns.Scores).Select(c => c.Label.PadLeft(c.Width)))}{"rate",8}{"time",8}");
    }

    public void BatchDone(BatchProgress p)
    {
        var now = (long)(p.Epoch - firstEpoch) * p.Batches + p.Batch;
        var losses = string.Join("  ", columns.Losses.Zip(p.Losses, (c, loss) => Text($"{c.Label} {loss:0.000}")));
        progress?.Advance(now - done, Text($"epoch {p.Epoch + 1}/{p.Epochs}  {losses}  {p.Items} {columns.Items}  {p.ImagesPerSecond:0.0} images/s")
            + (double.IsNaN(best) ? "" : Text($"  best {columns.Scores[columns.Main].Label} {best:0.000}")));
        done = now;
    }

    public void EpochDone(EpochResult r)
    {
        if (r.IsBest && r.Validation is { } validation) best = validation.Scores[columns.Main];
        var place = Text($"{r.Epoch + 1}/{r.Epochs}");
        var losses = columns.Losses.Zip(r.Losses, (c, loss) => Text($"{loss:0.0000}").PadLeft(c.Width));
        var scores = columns.Scores.Select((c, i) => (r.Validation is { } v ? Text($"{v.Scores[i]:0.000}") : "").PadLeft(c.Width));
        var rate = r.Validation?.MeanRate is { } mean ? Text($"{mean,8:0.000}") : new string(' ', 8);
        display.Line($"{place,9}{string.Concat(losses.Concat(scores))}{rate}{Display.Duration(TimeSpan.FromSeconds(r.Seconds)),8}" + (r.IsBest ? "  best" : ""));
    }

    public void Note(string message) => display.Warn(message);

    private static int Batches(int images, int batch) => (images + batch - 1) / batch;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
