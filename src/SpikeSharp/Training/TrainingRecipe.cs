using System.Globalization;
using SpikeSharp.Models.Fpn;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Training;

/// <summary>How a network is optimised: by which rule, in which groups, at which rates, and how gradients are cut.</summary>
internal abstract class TrainingRecipe
{
    /// <summary>Norm that all gradients together are cut to.</summary>
    public abstract double GradientNorm { get; }

    /// <summary>The recipe of a run.</summary>
    /// <param name="options">The run.</param>
    /// <param name="classes">Classes of the data.</param>
    /// <param name="batchesPerEpoch">Iterations of an epoch.</param>
    public static TrainingRecipe Of(TrainOptions options, int classes, int batchesPerEpoch) =>
        options.Network is Spike2FormerOptions or FpnOptions
            ? new QueryRecipe(options, batchesPerEpoch)
            : new UsualRecipe(options, OptimiserChoice.Of(options, classes, batchesPerEpoch), batchesPerEpoch);

    /// <summary>The optimiser, with its groups.</summary>
    public abstract Optimiser Create(StateDict weights);

    /// <summary>The values of an iteration of an epoch, both from 0.</summary>
    public abstract IterationSettings At(int epoch, int batch);

    /// <summary>Sets the groups' rates before a step.</summary>
    /// <param name="optimiser">What <see cref="Create"/> gave.</param>
    /// <param name="settings">What <see cref="At"/> gave.</param>
    /// <param name="factor">A further factor on all rates.</param>
    public abstract void Apply(Optimiser optimiser, IterationSettings settings, double factor);
}

/// <summary>Ultralytics' recipe (docs/spec/conventions.md C6).</summary>
internal sealed class UsualRecipe(TrainOptions options, OptimiserChoice choice, int batchesPerEpoch) : TrainingRecipe
{
    private readonly TrainingSchedule _schedule = new(
        options with
        {
            Momentum = choice.Momentum,
        },
        batchesPerEpoch,
        choice.Lr0,
        choice.WarmupBiasLr
    );

    public override double GradientNorm => 10;

    public override Optimiser Create(StateDict weights) => choice.Create(weights, _schedule.ScaledWeightDecay);

    public override IterationSettings At(int epoch, int batch) => _schedule.At(epoch, batch);

    public override void Apply(Optimiser optimiser, IterationSettings settings, double factor)
    {
        foreach (var group in optimiser.Groups)
        {
            group.LearningRate = factor * (group == optimiser.Groups[0] ? settings.BiasRate : settings.WeightRate);
            // AdamW's betas do not warm up, as in the authors' trainer.
            group.Momentum = optimiser is Sgd ? settings.Momentum : _schedule.FinalMomentum;
        }
    }

    public override string ToString() => choice.ToString();
}

/// <summary>
/// The recipe of Spike2Former, and of what it is compared with: AdamW, a linear schedule after a warm-up, and gradients of a small norm.
/// </summary>
internal sealed class QueryRecipe(TrainOptions options, int batchesPerEpoch) : TrainingRecipe
{
    private const double UsualRate = 1e-3,
        UsualDecay = 0.005,
        Momentum = 0.9;
    private const long MostWarmup = 1500;

    private readonly bool _usual = options.Optimiser == OptimiserKind.Auto;
    private readonly long _warmup = Math.Clamp((long)Math.Round(options.WarmupEpochs * batchesPerEpoch), 1, MostWarmup);

    public override double GradientNorm => Spike2FormerRecipe.GradientNorm;

    private double Rate => _usual ? UsualRate : options.Lr0;

    public override Optimiser Create(StateDict weights)
    {
        // A backbone without pretrained weights has as much to learn as the rest.
        var groups = Spike2FormerRecipe.Groups(
            weights,
            _usual ? UsualDecay : options.WeightDecay,
            options.BackboneRate ?? (options.Pretrained is null ? 1 : 0.1)
        );
        return options.Optimiser == OptimiserKind.Sgd ? new Sgd(groups) : new AdamW(groups);
    }

    public override IterationSettings At(int epoch, int batch)
    {
        var rate = Rate * Spike2FormerRecipe.Factor((long)epoch * batchesPerEpoch + batch, _warmup, (long)options.Epochs * batchesPerEpoch);
        return new IterationSettings(rate, rate, Momentum, Accumulate: 1);
    }

    public override void Apply(Optimiser optimiser, IterationSettings settings, double factor)
    {
        foreach (var group in optimiser.Groups)
            (group.LearningRate, group.Momentum) = (factor * group.RateFactor * settings.WeightRate, settings.Momentum);
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(options.Optimiser == OptimiserKind.Sgd ? "Sgd" : "AdamW")}(lr0={Rate}, gradient norm {GradientNorm})"
        );
}
