using System.Diagnostics;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Metrics;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Torch;
using SpikeSharp.Training;

namespace SpikeSharp.Evaluation;

/// <summary>Runs a detector over a split and scores it (spec/spikeyolo.md 5.4).</summary>
public sealed class DetectionValidator
{
    private readonly ValidateOptions options;
    private readonly ValidationBatches batches;
    private readonly SuppressionOptions suppression;

    /// <param name="data">The split.</param>
    /// <param name="options">Sizes and thresholds.</param>
    public DetectionValidator(DetectionData data, ValidateOptions options)
    {
        (Data, this.options) = (data, options);
        batches = new ValidationBatches(data, new ValidationOptions { ImageSize = options.ImageSize, BatchSize = options.Batch, Rectangular = options.Rectangular });
        suppression = SuppressionOptions.Validation with { Confidence = options.Confidence, IoU = options.IoU, MaxDetections = options.MaxDetections };
    }

    /// <summary>The split.</summary>
    public DetectionData Data { get; }

    /// <summary>Validates a detector.</summary>
    /// <param name="detector">A trained network or a compiled graph.</param>
    /// <param name="loss">Also computes losses, of a trained network.</param>
    /// <param name="observe">Sees every image's detections.</param>
    /// <param name="progress">Told how many images are done, of how many.</param>
    /// <param name="cancel">Ends the validation.</param>
    /// <exception cref="ArgumentException">The detector has another number of classes than the data.</exception>
    public ValidationResult Run(
        IDetector detector, DetectionLoss? loss = null, Action<ImageDetections>? observe = null, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancel = default)
    {
        var classes = detector.Names.Count;
        if (!options.SingleClass && classes != Data.Yaml.Names.Count && classes != 1)
            throw new ArgumentException($"the network knows {classes} classes, {Data.Yaml.File} names {Data.Yaml.Names.Count}");
        var (metrics, confusion, losses) = (new DetectionMetrics(classes), new ConfusionMatrix(classes), new LossMean(3));
        var (load, infer, post, done) = (0.0, 0.0, 0.0, 0);
        using var rates = detector is ModelDetector { Model.Context: { } context } ? new RateObserver(context) : null;
        using var loader = batches.Load(options.Workers, cancel);
        var mark = Stopwatch.GetTimestamp();
        foreach (var batch in loader)
        {
            using (batch)
            {
                load += Lap(ref mark);
                using var watch = WatchLoss(detector, loss, batch, parts => losses.Add([parts.Box, parts.Class, parts.Dfl]));
                var predictions = detector.Predict(batch.Pixels, batch.Count, batch.Height, batch.Width);
                infer += Lap(ref mark);
                var truth = Truth(batch);
                for (var i = 0; i < batch.Count; i++)
                {
                    var found = NonMaximumSuppression.Run(predictions[i], classes, suppression);
                    for (var k = 0; k < found.Length; k++) found[k] = found[k] with { Box = ToOriginal(batch.Images[i], found[k].Box) };
                    metrics.Add(found, truth[i].ToArray());
                    confusion.Add(found, truth[i].ToArray());
                    observe?.Invoke(new ImageDetections(batch.Images[i], found, truth[i]));
                }
                post += Lap(ref mark);
                progress?.Report((done += batch.Count, Data.Images.Count));
            }
        }
        var images = Math.Max(1, Data.Images.Count);
        return new ValidationResult(
            metrics.Compute(), confusion, loss is null ? null : losses.Mean, rates?.Rates ?? [], new StageTimes(load / images, infer / images, post / images));
    }

    private static List<GroundTruth>[] Truth(DetectionBatch batch)
    {
        var truth = new List<GroundTruth>[batch.Count];
        foreach (ref var list in truth.AsSpan()) list = [];
        for (var i = 0; i < batch.Class.Length; i++)
        {
            var (x1, y1, x2, y2) = batch.OriginalBox(i);
            truth[batch.ImageIndex[i]].Add(new GroundTruth(new Box(x1, y1, x2, y2), batch.Class[i]));
        }
        return truth;
    }

    // Losses are computed from the same forward pass, while the maps are alive.
    private static Watch? WatchLoss(IDetector detector, DetectionLoss? loss, DetectionBatch batch, Action<LossParts> add)
    {
        if (loss is null || detector is not ModelDetector model) return null;
        var targets = new DetectionTargets(batch.ImageIndex.ToArray(), batch.Class.ToArray(), batch.XywhNormalised.ToArray());
        model.MapObserver = maps =>
        {
            using var scope = new TensorScope();
            add(loss.Compute(maps, targets));
        };
        return new Watch(model);
    }

    private static Box ToOriginal(BatchImage image, Box box)
    {
        var (x1, y1, x2, y2) = image.ToOriginal(box.X1, box.Y1, box.X2, box.Y2);
        return new Box(x1, y1, x2, y2);
    }

    private static double Lap(ref long mark)
    {
        var now = Stopwatch.GetTimestamp();
        var milliseconds = Stopwatch.GetElapsedTime(mark, now).TotalMilliseconds;
        mark = now;
        return milliseconds;
    }

    private sealed class Watch(ModelDetector model) : IDisposable
    {
        public void Dispose() => model.MapObserver = null;
    }
}
