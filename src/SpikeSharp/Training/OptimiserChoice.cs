using System.Globalization;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Training;

/// <summary>The optimiser of a run, decided from the options.</summary>
internal sealed record OptimiserChoice(OptimiserKind Kind, double Lr0, double Momentum, double WarmupBiasLr)
{
    private const int LongRun = 10_000;

    public static OptimiserChoice Of(TrainOptions options, int classes, int batchesPerEpoch)
    {
        if (options.Optimiser != OptimiserKind.Auto)
            return new(options.Optimiser, options.Lr0, options.Momentum, options.WarmupBiasLr);
        var iterations =
            Math.Ceiling((double)batchesPerEpoch * options.Batch / Math.Max(options.Batch, options.NominalBatch)) * options.Epochs;
        return iterations > LongRun
            ? new(OptimiserKind.Sgd, 0.01, 0.9, 0)
            : new(OptimiserKind.AdamW, Math.Round(0.002 * 5 / (4 + classes), 6), 0.9, 0);
    }

    // The authors' order of groups: biases, weights that decay, normalisation weights.
    public Optimiser Create(StateDict weights, double weightDecay)
    {
        ParameterGroup[] groups =
        [
            new(weights.Trained.Where(e => e.Role == TensorRole.Bias), 0),
            new(weights.Trained.Where(e => e.Role == TensorRole.Weight), weightDecay),
            new(weights.Trained.Where(e => e.Role == TensorRole.NormWeight), 0),
        ];
        return Kind == OptimiserKind.Sgd ? new Sgd(groups) : new AdamW(groups);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}(lr0={Lr0}, momentum={Momentum})");
}
