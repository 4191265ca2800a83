using System.Globalization;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Training;

namespace SpikeSharp.Cli.Training;

/// <summary>
/// Shows a run as it goes: a line an epoch, and between them a bar with the present losses on a terminal, elsewhere a line now and then.
/// </summary>
/// <param name="display">What the user sees.</param>
/// <param name="started">Called once the data are read and the network stands.</param>
internal sealed class RunReporter(Display display, Action<TrainingSetup> started) : ITrainingReporter
{
    private TaskColumns _columns = TaskColumns.Detect;
    private ProgressReport? _progress;
    private long _total,
        _done;
    private int _firstEpoch;
    private double _best = double.NaN;

    /// <summary>Trains, and shows how far it has come.</summary>
    public T Watch<T>(Func<T> train) => display.Progress("train", _total, report =>
        {
            _progress = report;
            return train();
        });

    public void Started(TrainingSetup setup)
    {
        var (options, description) = (setup.Options, setup.Description);
        _columns = setup.Columns;
        DataArguments.Show("train", setup.Train, display);
        if (setup.Validation is { } validation)
            DataArguments.Show("val", validation, display);
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{description.Options.Name}: {setup.Parameters:N0} parameters, {description.Names.Count} classes, "
                    + $"{description.Options.Units}"
            )
        );
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{setup.Optimiser}; {options.Epochs} epochs of batches of {options.Batch} at {options.ImageSize} px; seed "
                    + $"{options.Seed}; {options.Threads} threads"
            )
        );
        started(setup);
        display.Line(
            setup.FirstEpoch == 0
                ? $"results in {options.RunFolder}"
                : $"going on in epoch {setup.FirstEpoch + 1}; results in {options.RunFolder}"
        );
        _firstEpoch = setup.FirstEpoch;
        _total = Math.Max(1, (long)(options.Epochs - _firstEpoch) * Batches(setup.Train.Usable, options.Batch));
        var labels = string.Concat(_columns.Losses.Concat(_columns.Scores).Select(c => c.Label.PadLeft(c.Width)));
        display.Line($"{"epoch", 9}{labels}{"rate", 8}{"time", 8}");
    }

    public void BatchDone(BatchProgress p)
    {
        var now = (long)(p.Epoch - _firstEpoch) * p.Batches + p.Batch;
        var losses = string.Join(
            "  ",
            _columns.Losses.Zip(p.Losses, (c, loss) => string.Create(CultureInfo.InvariantCulture, $"{c.Label} {loss:0.000}"))
        );
        _progress?.Advance(
            now - _done,
            string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {p.Epoch + 1}/{p.Epochs}  {losses}  {p.Items} {_columns.Items}  {p.ImagesPerSecond:0.0} images/s"
            )
                + (
                    double.IsNaN(_best)
                        ? ""
                        : string.Create(CultureInfo.InvariantCulture, $"  best {_columns.Scores[_columns.Main].Label} {_best:0.000}")
                )
        );
        _done = now;
    }

    public void EpochDone(EpochResult r)
    {
        if (r.IsBest && r.Validation is { } validation)
            _best = validation.Scores[_columns.Main];
        var place = string.Create(CultureInfo.InvariantCulture, $"{r.Epoch + 1}/{r.Epochs}");
        var losses = _columns.Losses.Zip(r.Losses, (c, loss) =>
            string.Create(CultureInfo.InvariantCulture, $"{loss:0.0000}").PadLeft(c.Width)
        );
        var scores = _columns.Scores.Select(
            (c, i) => (r.Validation is { } v ? string.Create(CultureInfo.InvariantCulture, $"{v.Scores[i]:0.000}") : "").PadLeft(c.Width)
        );
        var rate = r.Validation?.MeanRate is { } mean
            ? string.Create(CultureInfo.InvariantCulture, $"{mean, 8:0.000}")
            : new string(' ', 8);
        display.Line(
            $"{place, 9}{string.Concat(losses.Concat(scores))}{rate}{Display.Duration(TimeSpan.FromSeconds(r.Seconds)), 8}"
                + (r.IsBest ? "  best" : "")
        );
    }

    public void Note(string message) => display.Warn(message);

    private static int Batches(int images, int batch) => (images + batch - 1) / batch;
}
