using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Detection;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Metrics;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.TaskLosses;
using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>Runs a detector over a split and scores it (docs/spec/spikeyolo.md 5.4).</summary>
public sealed class DetectionValidator
{
    private readonly ValidateOptions _options;
    private readonly SuppressionOptions _suppression;

    /// <param name="data">The split.</param>
    /// <param name="options">Sizes and thresholds.</param>
    public DetectionValidator(DetectionData data, ValidateOptions options)
    {
        (Data, _options) = (data, options);
        _suppression = SuppressionOptions.Validation with
        {
            Confidence = options.Confidence,
            IoU = options.IoU,
            MaxDetections = options.MaxDetections,
        };
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
        IDetector detector,
        DetectionLoss? loss = null,
        Action<ImageDetections>? observe = null,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancel = default
    ) => Run([detector], loss, observe, progress, cancel)[0];

    /// <summary>
    /// Validates several detectors in one pass: each sees a batch after the one before it, so that one may remember what the next is asked.
    /// </summary>
    /// <param name="detectors">In the order of the results.</param>
    /// <param name="loss">Also computes losses, of trained networks.</param>
    /// <param name="observe">Sees every image's detections, of every detector.</param>
    /// <param name="progress">Told how many images are done, of how many.</param>
    /// <param name="cancel">Ends the validation.</param>
    /// <exception cref="ArgumentException">A detector has another number of classes than the data.</exception>
    public ValidationResult[] Run(
        IReadOnlyList<IDetector> detectors,
        DetectionLoss? loss = null,
        Action<ImageDetections>? observe = null,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancel = default
    )
    {
        var (runs, clock, done) = (
            detectors.Select(detector => new Measured(detector, Data, _options)).ToArray(),
            new StageClock(detectors.Count),
            0
        );
        try
        {
            using var loader = Batches(detectors[0].Input.Channels).Load(_options.Workers, cancel);
            foreach (var batch in loader)
            {
                using (batch)
                {
                    var truth = Truth(batch);
                    clock.Loaded();
                    for (var k = 0; k < runs.Length; k++)
                    {
                        var predictions = runs[k].Predict(batch, loss);
                        clock.Inferred(k);
                        runs[k].Add(batch, predictions, truth, _suppression, observe);
                        clock.Done(k);
                    }
                    progress?.Report((done += batch.Count, Data.Images.Count));
                }
            }
            return [.. runs.Select((run, k) => run.Result(loss is not null, clock.Of(k, Data.Images.Count)))];
        }
        finally
        {
            foreach (var run in runs)
                run.Dispose();
        }
    }

    private ValidationBatches Batches(int channels) =>
        new(
            Data,
            new ValidationOptions
            {
                ImageSize = _options.ImageSize,
                BatchSize = _options.Batch,
                Channels = channels,
                Rectangular = _options.Rectangular,
            }
        );

    private static List<GroundTruth>[] Truth(DetectionBatch batch)
    {
        var truth = new List<GroundTruth>[batch.Count];
        foreach (ref var list in truth.AsSpan())
            list = [];
        for (var i = 0; i < batch.Class.Length; i++)
        {
            truth[batch.ImageIndex[i]].Add(new GroundTruth(batch.OriginalBox(i), batch.Class[i]));
        }
        return truth;
    }

    // Losses are computed from the same forward pass, while the maps are alive.
    private static Watch? WatchLoss(IDetector detector, DetectionLoss? loss, DetectionBatch batch, Action<LossParts> add)
    {
        if (loss is null || detector is not ModelDetector model)
            return null;
        var targets = new DetectionTargets(batch.ImageIndex.ToArray(), batch.Class.ToArray(), batch.XywhNormalised.ToArray());
        model.MapObserver = maps =>
        {
            using var scope = new TensorScope();
            add(loss.Compute(maps, targets));
        };
        return new Watch(model);
    }

    // One detector's scores so far.
    private sealed class Measured : IDisposable
    {
        private readonly IDetector _detector;
        private readonly int _classes;
        private readonly DetectionMetrics _metrics;
        private readonly ConfusionMatrix _confusion;
        private readonly LossMean _losses = new(3);
        private readonly RateObserver? _rates;

        public Measured(IDetector detector, DetectionData data, ValidateOptions options)
        {
            (_detector, _classes) = (detector, detector.Names.Count);
            if (!options.SingleClass && _classes != data.Yaml.Names.Count && _classes != 1)
                throw new ArgumentException($"the network knows {_classes} classes, {data.Yaml.File} names {data.Yaml.Names.Count}");
            (_metrics, _confusion) = (new DetectionMetrics(_classes), new ConfusionMatrix(_classes));
            _rates = detector is ModelDetector { Model.Context: { } context } ? new RateObserver(context) : null;
        }

        public float[][] Predict(DetectionBatch batch, DetectionLoss? loss)
        {
            using var watch = WatchLoss(_detector, loss, batch, parts => _losses.Add([parts.Box, parts.Class, parts.Dfl]));
            return _detector.Predict(batch.Pixels);
        }

        public void Add(
            DetectionBatch batch,
            float[][] predictions,
            List<GroundTruth>[] truth,
            SuppressionOptions suppression,
            Action<ImageDetections>? observe
        )
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var found = NonMaximumSuppression.Run(predictions[i], _classes, suppression);
                for (var k = 0; k < found.Length; k++)
                    found[k] = found[k] with { Box = batch.Images[i].Mapping.ToImage(found[k].Box) };
                _metrics.Add(found, truth[i].ToArray());
                _confusion.Add(found, truth[i].ToArray());
                observe?.Invoke(new ImageDetections(batch.Images[i], found, truth[i]));
            }
        }

        public ValidationResult Result(bool loss, StageTimes times) =>
            new(_metrics.Compute(), _confusion, loss ? _losses.Mean : null, _rates?.Rates ?? [], times);

        public void Dispose() => _rates?.Dispose();
    }

    private sealed class Watch(ModelDetector model) : IDisposable
    {
        public void Dispose() => model.MapObserver = null;
    }
}
