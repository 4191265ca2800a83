using SpikeSharp.Checkpoints;
using SpikeSharp.Data.Batches;
using SpikeSharp.Evaluation;
using SpikeSharp.Reports;

namespace SpikeSharp.Training;

/// <summary>
/// What a run leaves in its folder besides its weights, as users of Ultralytics know it (docs/spec/conventions.md C5); <c>args.yaml</c> is
/// the command line's.
/// </summary>
internal sealed class RunRecord
{
    private const int BatchPictures = 3;

    private readonly TrainOptions _options;
    private readonly TrainingTask _task;
    private readonly PictureFolder? _pictures;
    private readonly ResultsTable _results;
    private readonly RunFile _file;

    /// <param name="options">The run.</param>
    /// <param name="task">Its data and pictures.</param>
    /// <param name="resume">Go on with what is in the folder.</param>
    /// <param name="note">Told of pictures that could not be drawn.</param>
    public RunRecord(TrainOptions options, TrainingTask task, bool resume, Action<string> note)
    {
        (_options, _task) = (options, task);
        Directory.CreateDirectory(options.RunFolder);
        _pictures = options.Plots ? new PictureFolder(options.RunFolder, note) : null;
        var path = Path.Combine(options.RunFolder, "results.csv");
        _results = resume ? ResultsTable.Continue(path, task.Columns, note) : ResultsTable.New(path, task.Columns);
        _file = new RunFile(Path.Combine(options.RunFolder, "run.json"), options, task.Train, task.Validation, resume);
        if (_pictures is not null && !resume)
            task.DrawData(_pictures);
    }

    // The first batches of the run, and of the epochs without mosaic, under the number of the iteration as Ultralytics has it.
    public void Show(int epoch, int batch, ImageBatch images)
    {
        if (batch >= BatchPictures || (epoch != 0 && epoch != _options.Epochs - _options.CloseMosaic))
            return;
        _pictures?.Add($"train_batch{(long)epoch * _task.BatchesPerEpoch + batch}.jpg", () => _task.Draw(images));
    }

    // Rows of epochs that a resumed run will train again go.
    public void KeepEpochs(int count) => _results.KeepEpochs(count);

    public void Add(EpochResult result)
    {
        _results.Add(result);
        _pictures?.Add("results.png", () => ResultsPicture.Draw(_results, _task.Columns, validated: _options.Validate));
    }

    /// <summary>Validates the best weights, draws what they find and notes the end of the run.</summary>
    /// <param name="bestPath">The best checkpoint.</param>
    /// <param name="cancel">Ends the validation.</param>
    /// <returns>How good the best weights are; null without validation.</returns>
    public TaskResult? Finish(string bestPath, CancellationToken cancel)
    {
        var best = _task.Validation is null ? null : Validate(bestPath, cancel);
        _file.Finish(_results.Count, best is null ? null : _results.BestEpoch, best);
        return best;
    }

    private TaskResult? Validate(string bestPath, CancellationToken cancel)
    {
        using var best = Checkpoint.Load(bestPath);
        best.Model.Weights.To(_options.Device);
        return _task.Validate(best.Model, losses: false, _pictures, cancel);
    }
}
