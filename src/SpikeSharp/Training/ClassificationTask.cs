using SpikeSharp.Checkpoints;
using SpikeSharp.Data;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Classification;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;
using SpikeSharp.Models;
using SpikeSharp.Reports;
using SpikeSharp.TaskLosses;
using SpikeSharp.Torch;

namespace SpikeSharp.Training;

/// <summary>Learning the class of a picture.</summary>
internal sealed class ClassificationTask : TrainingTask
{
    private readonly TrainOptions _options;
    private readonly ClassificationData _train;
    private readonly ClassificationBatches _batches;
    private readonly ClassificationValidator? _validator;

    public ClassificationTask(TrainOptions options, CancellationToken cancel = default)
    {
        _options = options;
        var scan = new ScanOptions { Strict = options.Strict, AllowBad = options.AllowBad };
        _train = ClassificationData.Load(options.Data, "train", scan with { Fraction = options.Fraction }, cancel);
        var validation = options.Validate ? ClassificationData.Load(options.Data, "val", scan, cancel) : null;
        _batches = new ClassificationBatches(
            _train,
            new TrainingOptions
            {
                ImageSize = options.ImageSize,
                BatchSize = options.Batch,
                Channels = options.Network.Input.Channels,
                Seed = (long)options.Seed,
                Augment = options.Augment,
            },
            training: true
        );
        _validator = validation is null
            ? null
            : new ClassificationValidator(
                validation,
                new ValidateOptions
                {
                    ImageSize = options.ImageSize,
                    Batch = options.Batch,
                    Workers = options.Workers,
                }
            );
    }

    public override TaskColumns Columns => TaskColumns.Classify;

    public override DataSplit Train => _train;

    public override DataSplit? Validation => _validator?.Data;

    public override IReadOnlyList<string> Names => _train.Names;

    public override (int Height, int Width) Shape => (_options.ImageSize, _options.ImageSize);

    public override int BatchesPerEpoch => _batches.Count;

    public override IBatchSource<ImageBatch> Load(int epoch, int first) => _batches.Load(epoch, first, _options.Workers);

    public override TaskLoss Loss(Tensor[] maps, ImageBatch batch) => ClassificationLoss.Compute(maps, (ClassificationBatch)batch);

    public override int Items(ImageBatch batch) => batch.Count;

    public override TaskResult? Validate(Network network, bool losses, PictureFolder? pictures, CancellationToken cancel)
    {
        if (_validator is null)
            return null;
        var found = pictures is null ? null : new ClassificationPictures(pictures, Names, _options.Batch);
        var description = new ModelDescription(network.Options, Names, _options.ImageSize);
        var result = _validator.Run(
            new ModelScorer(network, description, _options.Device),
            losses,
            found is null ? null : found.Observe,
            cancel: cancel
        );
        found?.Save(result);
        return result;
    }

    public override void DrawData(PictureFolder pictures) => ClassificationPictures.SaveLabels(pictures, _train);

    public override Image Draw(ImageBatch batch) => ClassificationPictures.Draw((ClassificationBatch)batch, Names);
}
