using SpikeSharp.Checkpoints;
using SpikeSharp.Data;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Classification;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;
using SpikeSharp.Models;
using SpikeSharp.Models.Classifiers;
using SpikeSharp.Reports;
using SpikeSharp.Torch;

namespace SpikeSharp.Training;

/// <summary>Learning the class of a picture.</summary>
internal sealed class ClassificationTask : TrainingTask
{
    private readonly TrainOptions options;
    private readonly ClassificationData train;
    private readonly ClassificationBatches batches;
    private readonly ClassificationValidator? validator;

    public ClassificationTask(TrainOptions options, CancellationToken cancel = default)
    {
        this.options = options;
        var scan = new ScanOptions { Strict = options.Strict, AllowBad = options.AllowBad };
        train = ClassificationData.Load(options.Data, "train", scan with { Fraction = options.Fraction }, cancel);
        var validation = options.Validate ? ClassificationData.Load(options.Data, "val", scan, cancel) : null;
        batches = new ClassificationBatches(
            train, new TrainingOptions { ImageSize = options.ImageSize, BatchSize = options.Batch, Seed = (long)options.Seed, Augment = options.Augment }, training: true);
        validator = validation is null ? null : new ClassificationValidator(validation, new ValidateOptions { ImageSize = options.ImageSize, Batch = options.Batch, Workers = options.Workers });
    }

    public override TaskColumns Columns => TaskColumns.Classify;

    public override DataSplit Train => train;

    public override DataSplit? Validation => validator?.Data;

    public override IReadOnlyList<string> Names => train.Names;

    public override (int Height, int Width) Shape => (options.ImageSize, options.ImageSize);

    public override int BatchesPerEpoch => batches.Count;

    public override IBatchSource<ImageBatch> Load(int epoch, int first) => batches.Load(epoch, first, options.Workers);

    public override TaskLoss Loss(Tensor[] maps, ImageBatch batch) => ClassificationLoss.Compute(maps, (ClassificationBatch)batch);

    public override int Items(ImageBatch batch) => batch.Count;

    public override TaskResult? Validate(Network network, bool losses, PictureFolder? pictures, CancellationToken cancel)
    {
        if (validator is null) return null;
        var found = pictures is null ? null : new ClassificationPictures(pictures, Names, options.Batch);
        var description = new ModelDescription(network.Options, Names, options.ImageSize);
        var result = validator.Run(new ModelScorer(network, description, options.Device), losses, found is null ? null : found.Observe, cancel: cancel);
        found?.Save(result);
        return result;
    }

    public override void DrawData(PictureFolder pictures) => ClassificationPictures.SaveLabels(pictures, train);

    public override Image Draw(ImageBatch batch) => ClassificationPictures.Draw((ClassificationBatch)batch, Names);
}
