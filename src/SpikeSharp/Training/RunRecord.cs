using SpikeSharp.Checkpoints;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Detection;
using SpikeSharp.Evaluation;
using SpikeSharp.Reports;

namespace SpikeSharp.Training;

/// <summary>What a run leaves in its folder besides its weights, as users of Ultralytics know it (conventions C5); <c>args.yaml</c> is the command line's.</summary>
internal sealed class RunRecord
{
    private const int BatchPictures = 3;

    private readonly TrainOptions options;
    private readonly IReadOnlyList<string> names;
    private readonly PictureFolder? pictures;
    private readonly ResultsTable results;
    private readonly RunFile file;
    private readonly int batchesPerEpoch;

    /// <param name="options">The run.</param>
    /// <param name="train">Training images.</param>
    /// <param name="validation">Validation images, or null without.</param>
    /// <param name="resume">Go on with what is in the folder.</param>
    /// <param name="note">Told of pictures that could not be drawn.</param>
    public RunRecord(TrainOptions options, DetectionData train, DetectionData? validation, bool resume, Action<string> note)
    {
        this.options = options;
        names = options.SingleClass ? ["object"] : train.Yaml.Names;
        batchesPerEpoch = (train.Images.Count + options.Batch - 1) / options.Batch;
        Directory.CreateDirectory(options.RunFolder);
        pictures = options.Plots ? new PictureFolder(options.RunFolder, note) : null;
        var path = Path.Combine(options.RunFolder, "results.csv");
        results = resume ? ResultsTable.Continue(path, note) : ResultsTable.New(path);
        file = new RunFile(Path.Combine(options.RunFolder, "run.json"), options, train, validation, resume);
        if (pictures is not null && !resume) LabelPictures.Save(pictures, train, names);
    }

    // The first batches of the run, and of the epochs without mosaic, under the number of the iteration as Ultralytics has it.
    public void Show(int epoch, int batch, DetectionBatch images)
    {
        if (batch >= BatchPictures || (epoch != 0 && epoch != options.Epochs - options.CloseMosaic)) return;
        pictures?.Add($"train_batch{(long)epoch * batchesPerEpoch + batch}.jpg", () => TrainingBatchPicture.Draw(images, names));
    }

    // Rows of epochs that a resumed run will train again go.
    public void KeepEpochs(int count) => results.KeepEpochs(count);

    public void Add(EpochResult result)
    {
        results.Add(result);
        pictures?.Add("results.png", () => ResultsPicture.Draw(results, validated: options.Validate));
    }

    /// <summary>Validates the best weights, draws what they find and notes the end of the run.</summary>
    /// <param name="bestPath">The best checkpoint.</param>
    /// <param name="validator">Null without validation.</param>
    /// <param name="cancel">Ends the validation.</param>
    /// <returns>How good the best weights are; null without validation.</returns>
    public ValidationResult? Finish(string bestPath, DetectionValidator? validator, CancellationToken cancel)
    {
        var best = validator is null ? null : Validate(bestPath, validator, cancel);
        file.Finish(results.Count, best is null ? null : results.BestEpoch, best);
        return best;
    }

    private ValidationResult Validate(string bestPath, DetectionValidator validator, CancellationToken cancel)
    {
        var (model, description) = Checkpoint.Load(bestPath);
        using var detector = new ModelDetector(model, description, options.Device);
        model.Weights.To(options.Device);
        var found = pictures is null ? null : new ValidationPictures(pictures, names, options.Batch);
        var result = validator.Run(detector, observe: found is null ? null : found.Observe, cancel: cancel);
        found?.Save(result);
        return result;
    }
}
