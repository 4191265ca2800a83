namespace SpikeSharp.Training;

/// <summary>
/// Learning rates, momentum and gradient accumulation as functions of the iteration (docs/spec/spikeyolo.md 5.1, warm-up and the
/// scheduler's lag of one epoch included). Pure, so a resumed run needs no memory of it.
/// </summary>
public sealed class TrainingSchedule
{
    private readonly TrainOptions _options;
    private readonly int _batchesPerEpoch,
        _warmup;
    private readonly double _lr0,
        _warmupBiasLr;

    /// <param name="options">The run's options.</param>
    /// <param name="batchesPerEpoch">Iterations of an epoch.</param>
    /// <param name="lr0">First learning rate; the options' unless the optimiser was chosen automatically.</param>
    /// <param name="warmupBiasLr">Likewise.</param>
    public TrainingSchedule(TrainOptions options, int batchesPerEpoch, double? lr0 = null, double? warmupBiasLr = null)
    {
        (_options, _batchesPerEpoch, _lr0, _warmupBiasLr) = (
            options,
            batchesPerEpoch,
            lr0 ?? options.Lr0,
            warmupBiasLr ?? options.WarmupBiasLr
        );
        _warmup = options.WarmupEpochs > 0 ? Math.Max((int)Math.Round(options.WarmupEpochs * batchesPerEpoch), 100) : -1;
    }

    /// <summary>Batches added up for one step after warm-up.</summary>
    public int Accumulate => Math.Max((int)Math.Round((double)_options.NominalBatch / _options.Batch), 1);

    /// <summary>Momentum after warm-up; AdamW's first beta throughout.</summary>
    public double FinalMomentum => _options.Momentum;

    /// <summary>Weight decay for the batches that one step adds up.</summary>
    public double ScaledWeightDecay => _options.WeightDecay * _options.Batch * Accumulate / _options.NominalBatch;

    /// <summary>The values of an iteration, counted from the start of the run, both from 0.</summary>
    public IterationSettings At(int epoch, int batch)
    {
        var iteration = (long)epoch * _batchesPerEpoch + batch;
        if (iteration <= _warmup)
        {
            var share = (double)iteration / _warmup;
            var rate = _lr0 * Factor(epoch);
            return new IterationSettings(
                Blend(share, _warmupBiasLr, rate),
                Blend(share, 0, rate),
                Blend(share, _options.WarmupMomentum, _options.Momentum),
                Math.Max(1, (int)Math.Round(Blend(share, 1, (double)_options.NominalBatch / _options.Batch)))
            );
        }
        // The scheduler steps after an epoch to that epoch's factor; the epoch in which warm-up ends keeps the rate of its last iteration.
        var of = _warmup >= (long)epoch * _batchesPerEpoch ? epoch : Math.Max(epoch - 1, 0);
        var after = _lr0 * Factor(of);
        return new IterationSettings(after, after, _options.Momentum, Accumulate);
    }

    /// <summary>Decay of the moving average of the weights after so many updates.</summary>
    public static double EmaDecay(long updates) => 0.9999 * (1 - Math.Exp(-updates / 2000.0));

    // Share of lr0 at an epoch: from 1 to lrf.
    private double Factor(int epoch) =>
        _options.CosineSchedule
            ? (1 - Math.Cos(epoch * Math.PI / _options.Epochs)) / 2 * (_options.Lrf - 1) + 1
            : (1 - (double)epoch / _options.Epochs) * (1 - _options.Lrf) + _options.Lrf;

    private static double Blend(double share, double from, double to) => from + share * (to - from);
}
