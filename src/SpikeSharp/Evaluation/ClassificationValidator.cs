using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Classification;
using SpikeSharp.Metrics;
using SpikeSharp.TaskLosses;
using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>Runs a classifier over a split and scores it.</summary>
/// <param name="data">The split.</param>
/// <param name="options">Image size, batch and workers.</param>
public sealed class ClassificationValidator(ClassificationData data, ValidateOptions options)
{
    /// <summary>The split.</summary>
    public ClassificationData Data { get; } = data;

    /// <summary>Validates a classifier.</summary>
    /// <param name="scorer">A trained network or a compiled graph.</param>
    /// <param name="loss">Whether to compute the loss too, of a trained network.</param>
    /// <param name="observe">Sees every image's probabilities.</param>
    /// <param name="progress">Told how many images are done, of how many.</param>
    /// <param name="cancel">Ends the validation.</param>
    /// <exception cref="ArgumentException">The classifier has another number of classes than the data.</exception>
    public ClassificationResult Run(
        IScorer scorer,
        bool loss = false,
        Action<ClassifiedImage>? observe = null,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancel = default
    ) => Run([scorer], loss, observe, progress, cancel)[0];

    /// <summary>
    /// Validates several classifiers in one pass: each sees a batch after the one before it, so that one may remember what the next is
    /// asked.
    /// </summary>
    /// <param name="scorers">In the order of the results.</param>
    /// <param name="loss">Whether to compute the loss too, of trained networks.</param>
    /// <param name="observe">Sees every image's probabilities, of every classifier.</param>
    /// <param name="progress">Told how many images are done, of how many.</param>
    /// <param name="cancel">Ends the validation.</param>
    /// <exception cref="ArgumentException">A classifier has another number of classes than the data.</exception>
    public ClassificationResult[] Run(
        IReadOnlyList<IScorer> scorers,
        bool loss = false,
        Action<ClassifiedImage>? observe = null,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancel = default
    )
    {
        foreach (var scorer in scorers)
        {
            if (scorer.Names.Count != Data.Names.Count)
                throw new ArgumentException($"the network knows {scorer.Names.Count} classes, {Data.File} has {Data.Names.Count}");
        }
        var runs = scorers
            .Select(scorer => (Scorer: scorer, Metrics: new ClassificationMetrics(Data.Names.Count), Losses: new LossMean(1)))
            .ToArray();
        var (clock, done) = (new StageClock(runs.Length), 0);
        var batches = new ClassificationBatches(
            Data,
            new TrainingOptions
            {
                ImageSize = options.ImageSize,
                BatchSize = options.Batch,
                Channels = scorers[0].Input.Channels,
            },
            training: false
        );
        using var loader = batches.Load(workers: options.Workers, cancel: cancel);
        foreach (var batch in loader)
        {
            using (batch)
            {
                clock.Loaded();
                for (var k = 0; k < runs.Length; k++)
                {
                    var (scorer, metrics, losses) = runs[k];
                    Watch(scorer as ModelScorer, loss ? batch : null, losses);
                    var maps = scorer.Score(batch.Pixels);
                    Watch(scorer as ModelScorer, null, losses);
                    clock.Inferred(k);
                    for (var i = 0; i < batch.Count; i++)
                    {
                        metrics.Add(maps[i].Values, batch.Classes[i]);
                        observe?.Invoke(new ClassifiedImage(batch.Images[i], maps[i].Probabilities(), batch.Classes[i]));
                    }
                    clock.Done(k);
                }
                progress?.Report((done += batch.Count, Data.Count));
            }
        }
        return
        [
            .. runs.Select(
                (run, k) => new ClassificationResult(run.Metrics.Compute(), loss ? run.Losses.Mean : null, clock.Of(k, Data.Count))
            ),
        ];
    }

    private static void Watch(ModelScorer? model, ClassificationBatch? batch, LossMean losses)
    {
        if (model is null)
            return;
        model.MapObserver = batch is null
            ? null
            : maps =>
            {
                using var scope = new TensorScope();
                losses.Add(ClassificationLoss.Compute(maps, batch).Parts);
            };
    }
}
