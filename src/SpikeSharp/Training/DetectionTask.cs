using SpikeSharp.Checkpoints;
using SpikeSharp.Data;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;
using SpikeSharp.Models;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Reports;
using SpikeSharp.TaskLosses;
using SpikeSharp.Torch;

namespace SpikeSharp.Training;

/// <summary>Learning to find objects (docs/spec/spikeyolo.md 5.2, 5.3).</summary>
internal sealed class DetectionTask : TrainingTask
{
    private readonly TrainOptions _options;
    private readonly DetectionData _train;
    private readonly TrainingBatches _batches;
    private readonly DetectionLoss _loss;
    private readonly DetectionValidator? _validator;

    public DetectionTask(TrainOptions options, CancellationToken cancel = default)
    {
        _options = options;
        var yaml = DataYaml.Load(options.Data);
        var scan = new ScanOptions
        {
            Strict = options.Strict,
            AllowBad = options.AllowBad,
            SingleClass = options.SingleClass,
        };
        _train = DetectionData.Load(yaml, "train", scan with { Fraction = options.Fraction }, cancel);
        var validation = options.Validate ? DetectionData.Load(yaml, "val", scan, cancel) : null;
        _batches = new TrainingBatches(
            _train,
            new TrainingOptions
            {
                ImageSize = options.ImageSize,
                BatchSize = options.Batch,
                Channels = options.Network.Input.Channels,
                Seed = (long)options.Seed,
                Augment = options.Augment,
                CacheBytes = options.CacheImages ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 : 0,
            }
        );
        Names = options.SingleClass ? ["object"] : yaml.Names;
        _loss = new DetectionLoss(Names.Count, options.Gains);
        _validator = validation is null
            ? null
            : new DetectionValidator(
                validation,
                new ValidateOptions
                {
                    ImageSize = options.ImageSize,
                    Batch = options.Batch,
                    Workers = options.Workers,
                }
            );
    }

    public override TaskColumns Columns => TaskColumns.Detect;

    public override DataSplit Train => _train;

    public override DataSplit? Validation => _validator?.Data;

    public override IReadOnlyList<string> Names { get; }

    public override (int Height, int Width) Shape => (_options.ImageSize, _options.ImageSize);

    public override int BatchesPerEpoch => _batches.BatchesPerEpoch;

    public override IBatchSource<ImageBatch> Load(int epoch, int first) =>
        _batches.Load(epoch, mosaic: epoch < _options.Epochs - _options.CloseMosaic, first, _options.Workers);

    public override TaskLoss Loss(Tensor[] maps, ImageBatch batch)
    {
        var objects = (DetectionBatch)batch;
        var parts = _loss.Compute(
            maps,
            new DetectionTargets(objects.ImageIndex.ToArray(), objects.Class.ToArray(), objects.XywhNormalised.ToArray())
        );
        return new TaskLoss(parts.Total, [parts.Box, parts.Class, parts.Dfl]);
    }

    public override int Items(ImageBatch batch) => ((DetectionBatch)batch).Class.Length;

    public override TaskResult? Validate(Network network, bool losses, PictureFolder? pictures, CancellationToken cancel)
    {
        if (_validator is null)
            return null;
        var found = pictures is null ? null : new ValidationPictures(pictures, Names, _options.Batch);
        var description = new ModelDescription(network.Options, Names, _options.ImageSize);
        var result = _validator.Run(
            new ModelDetector(network, description, _options.Device),
            losses ? _loss : null,
            found is null ? null : found.Observe,
            cancel: cancel
        );
        found?.Save(result);
        return result;
    }

    public override void DrawData(PictureFolder pictures) => LabelPictures.Save(pictures, _train, Names);

    public override Image Draw(ImageBatch batch) => TrainingBatchPicture.Draw((DetectionBatch)batch, Names);
}
