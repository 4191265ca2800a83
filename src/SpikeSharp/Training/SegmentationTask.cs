using SpikeSharp.Checkpoints;
using SpikeSharp.Data;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;
using SpikeSharp.Models;
using SpikeSharp.Reports;
using SpikeSharp.TaskLosses;
using SpikeSharp.Torch;

namespace SpikeSharp.Training;

/// <summary>Learning the class of every pixel.</summary>
internal sealed class SegmentationTask : TrainingTask
{
    private readonly TrainOptions _options;
    private readonly SegmentationData _train;
    private readonly SegmentationTrainingBatches _batches;
    private readonly IPixelLoss _loss;
    private readonly SegmentationValidator? _validator;

    public SegmentationTask(TrainOptions options, CancellationToken cancel = default)
    {
        _options = options;
        var yaml = DataYaml.Load(options.Data);
        var scan = new ScanOptions { Strict = options.Strict, AllowBad = options.AllowBad };
        _train = SegmentationData.Load(yaml, "train", scan with { Fraction = options.Fraction }, cancel);
        var validation = options.Validate ? SegmentationData.Load(yaml, "val", scan, cancel) : null;
        _batches = new SegmentationTrainingBatches(
            _train,
            new TrainingOptions
            {
                ImageSize = options.ImageSize,
                CropSize = options.CropSize,
                BatchSize = options.Batch,
                Channels = options.Network.Input.Channels,
                Seed = (long)options.Seed,
                Augment = options.Augment,
                CacheBytes = options.CacheImages ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 : 0,
            },
            options.Network.SizeStep
        );
        _loss = options.Network.Family.PixelLoss(_train.Names.Count, () => Weights(_train, options.ClassWeights));
        Columns = TaskColumns.Segment(_loss.Parts);
        _validator = validation is null
            ? null
            : new SegmentationValidator(
                validation,
                new ValidateOptions
                {
                    ImageSize = options.ImageSize,
                    Batch = options.Batch,
                    Workers = options.Workers,
                }
            );
    }

    public override TaskColumns Columns { get; }

    public override DataSplit Train => _train;

    public override DataSplit? Validation => _validator?.Data;

    public override IReadOnlyList<string> Names => _train.Names;

    public override (int Height, int Width) Shape => (_batches.Shape.Height, _batches.Shape.Width);

    public override int BatchesPerEpoch => _batches.BatchesPerEpoch;

    public override IBatchSource<ImageBatch> Load(int epoch, int first) => _batches.Load(epoch, first, _options.Workers);

    public override TaskLoss Loss(Tensor[] maps, ImageBatch batch) => _loss.Compute(maps, (SegmentationBatch)batch);

    public override int Items(ImageBatch batch) => batch.Count;

    public override TaskResult? Validate(Network network, bool losses, PictureFolder? pictures, CancellationToken cancel)
    {
        if (_validator is null)
            return null;
        var found = pictures is null ? null : new SegmentationPictures(pictures, Names, _options.Batch);
        var description = new ModelDescription(network.Options, Names, _options.ImageSize);
        var result = _validator.Run(
            new ModelScorer(network, description, _options.Device),
            losses ? _loss : null,
            found is null ? null : found.Observe,
            cancel: cancel
        );
        found?.Save(result);
        return result;
    }

    public override void DrawData(PictureFolder pictures) => SegmentationPictures.SaveLabels(pictures, _train);

    public override Image Draw(ImageBatch batch) => SegmentationPictures.Draw((SegmentationBatch)batch, Names);

    private static double[] Weights(SegmentationData data, ClassWeights kind) =>
        kind switch
        {
            ClassWeights.Median => data.MedianWeights(),
            ClassWeights.Sqrt => Array.ConvertAll(data.MedianWeights(), Math.Sqrt),
            _ => [.. data.Names.Select(_ => 1.0)],
        };
}
