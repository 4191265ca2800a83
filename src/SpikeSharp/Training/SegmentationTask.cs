using SpikeSharp.Checkpoints;
using SpikeSharp.Data;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;
using SpikeSharp.Models;
using SpikeSharp.Models.Fcn;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Reports;
using SpikeSharp.Torch;

namespace SpikeSharp.Training;

/// <summary>Learning the class of every pixel.</summary>
internal sealed class SegmentationTask : TrainingTask
{
    private readonly TrainOptions options;
    private readonly SegmentationData train;
    private readonly SegmentationTrainingBatches batches;
    private readonly IPixelLoss loss;
    private readonly SegmentationValidator? validator;

    public SegmentationTask(TrainOptions options, CancellationToken cancel = default)
    {
        this.options = options;
        var yaml = DataYaml.Load(options.Data);
        var scan = new ScanOptions { Strict = options.Strict, AllowBad = options.AllowBad };
        train = SegmentationData.Load(yaml, "train", scan with { Fraction = options.Fraction }, cancel);
        var validation = options.Validate ? SegmentationData.Load(yaml, "val", scan, cancel) : null;
        batches = new SegmentationTrainingBatches(train, new TrainingOptions
        {
            ImageSize = options.ImageSize, CropSize = options.CropSize, BatchSize = options.Batch, Seed = (long)options.Seed, Augment = options.Augment,
            CacheBytes = options.CacheImages ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 : 0,
        }, options.Network.SizeStep);
        loss = options.Network is Spike2FormerOptions ? new SetLoss(train.Names.Count) : new SegmentationLoss(Weights(train, options.ClassWeights));
        Columns = TaskColumns.Segment(loss.Parts);
        validator = validation is null ? null : new SegmentationValidator(validation, new ValidateOptions { ImageSize = options.ImageSize, Batch = options.Batch, Workers = options.Workers });
    }

    public override TaskColumns Columns { get; }

    public override DataSplit Train => train;

    public override DataSplit? Validation => validator?.Data;

    public override IReadOnlyList<string> Names => train.Names;

    public override (int Height, int Width) Shape => (batches.Shape.Height, batches.Shape.Width);

    public override int BatchesPerEpoch => batches.BatchesPerEpoch;

    public override IBatchSource<ImageBatch> Load(int epoch, int first) => batches.Load(epoch, first, options.Workers);

    public override TaskLoss Loss(Tensor[] maps, ImageBatch batch) => loss.Compute(maps, (SegmentationBatch)batch);

    public override int Items(ImageBatch batch) => batch.Count;

    public override TaskResult? Validate(Network network, bool losses, PictureFolder? pictures, CancellationToken cancel)
    {
        if (validator is null) return null;
        var found = pictures is null ? null : new SegmentationPictures(pictures, Names, options.Batch);
        var description = new ModelDescription(network.Options, Names, options.ImageSize);
        var result = validator.Run(new ModelScorer(network, description, options.Device), losses ? loss : null, found is null ? null : found.Observe, cancel: cancel);
        found?.Save(result);
        return result;
    }

    public override void DrawData(PictureFolder pictures) => SegmentationPictures.SaveLabels(pictures, train);

    public override Image Draw(ImageBatch batch) => SegmentationPictures.Draw((SegmentationBatch)batch, Names);

    private static double[] Weights(SegmentationData data, ClassWeights kind) => kind switch
    {
        ClassWeights.Median => data.MedianWeights(),
        ClassWeights.Sqrt => Array.ConvertAll(data.MedianWeights(), Math.Sqrt),
        _ => [.. data.Names.Select(_ => 1.0)],
    };
}
