using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Metrics;
using SpikeSharp.TaskLosses;
using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>Runs a segmenter over a split and scores every pixel of the files.</summary>
/// <param name="data">The split.</param>
/// <param name="options">Image size, batch and workers.</param>
public sealed class SegmentationValidator(SegmentationData data, ValidateOptions options)
{
    /// <summary>The split.</summary>
    public SegmentationData Data { get; } = data;

    /// <summary>Validates a segmenter.</summary>
    /// <param name="scorer">A trained network or a compiled graph.</param>
    /// <param name="loss">Also computes the loss, of a trained network.</param>
    /// <param name="observe">Sees every image's classes.</param>
    /// <param name="progress">Told how many images are done, of how many.</param>
    /// <param name="cancel">Ends the validation.</param>
    /// <exception cref="ArgumentException">The segmenter has another number of classes than the data.</exception>
    public SegmentationResult Run(
        IScorer scorer,
        IPixelLoss? loss = null,
        Action<SegmentedImage>? observe = null,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancel = default
    ) => Run([scorer], loss, observe, progress, cancel)[0];

    /// <summary>
    /// Validates several segmenters in one pass: each sees a batch after the one before it, so that one may remember what the next is
    /// asked.
    /// </summary>
    /// <param name="scorers">In the order of the results; their sides are multiples of the same.</param>
    /// <param name="loss">Also computes the loss, of trained networks.</param>
    /// <param name="observe">Sees every image's classes, of every segmenter.</param>
    /// <param name="progress">Told how many images are done, of how many.</param>
    /// <param name="cancel">Ends the validation.</param>
    /// <exception cref="ArgumentException">A segmenter has another number of classes than the data.</exception>
    public SegmentationResult[] Run(
        IReadOnlyList<IScorer> scorers,
        IPixelLoss? loss = null,
        Action<SegmentedImage>? observe = null,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancel = default
    )
    {
        foreach (var scorer in scorers)
        {
            if (scorer.Names.Count < Data.Names.Count || scorer.Names.Count > Data.Names.Count && !options.SpareOutputs)
                throw new ArgumentException($"the network knows {scorer.Names.Count} classes, {Data.File} names {Data.Names.Count}");
        }
        var runs = scorers
            .Select(scorer =>
                (
                    Scorer: scorer,
                    Metrics: new SegmentationMetrics(Data.Names.Count),
                    Losses: new LossMean(loss?.Parts.Count ?? 1),
                    Rates: RateObserver.Of(scorer)
                )
            )
            .ToArray();
        try
        {
            var (clock, done) = (new StageClock(runs.Length), 0);
            // Pictures that are slid over are large, and so are their scores.
            var batches = new SegmentationValidationBatches(
                Data,
                options.ImageSize,
                scorers.Any(scorer => scorer is SlidingScorer) ? 1 : options.Batch,
                scorers[0].SizeStep,
                scorers[0].Input.Channels
            );
            using var loader = batches.Load(options.Workers, cancel);
            foreach (var batch in loader)
            {
                using (batch)
                {
                    clock.Loaded();
                    for (var k = 0; k < runs.Length; k++)
                    {
                        var (scorer, metrics, losses, _) = runs[k];
                        Watch(scorer as ModelScorer, loss, batch, losses);
                        var maps = scorer.Score(batch.Pixels);
                        Watch(scorer as ModelScorer, null, null, losses);
                        clock.Inferred(k);
                        for (var i = 0; i < batch.Count; i++)
                        {
                            var (image, truth) = (batch.Images[i], batch.Originals[i]!);
                            var found = maps[i].ClassesAt(image.Width, image.Height);
                            metrics.Add(found, truth);
                            observe?.Invoke(new SegmentedImage(image, found, truth));
                        }
                        clock.Done(k);
                    }
                    progress?.Report((done += batch.Count, Data.Count));
                }
            }
            return
            [
                .. runs.Select(
                    (run, k) =>
                        new SegmentationResult(
                            run.Metrics.Compute(),
                            loss is null ? null : run.Losses.Mean,
                            run.Rates?.Rates ?? [],
                            clock.Of(k, Data.Count)
                        )
                ),
            ];
        }
        finally
        {
            foreach (var run in runs)
                run.Rates?.Dispose();
        }
    }

    // The loss is computed from the same forward pass, while the map is alive.
    private static void Watch(ModelScorer? model, IPixelLoss? loss, SegmentationBatch? batch, LossMean losses)
    {
        if (model is null)
            return;
        model.MapObserver =
            loss is null || batch is null
                ? null
                : maps =>
                {
                    using var scope = new TensorScope();
                    losses.Add(loss.Compute(maps, batch).Parts);
                };
    }
}
