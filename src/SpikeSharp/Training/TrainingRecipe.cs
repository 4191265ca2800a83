using System.Globalization;
using SpikeSharp.Models;
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
        options.Network.Family.Recipe is { } own
            ? new OwnRecipe(options, own, batchesPerEpoch)
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

/// <summary>The recipe that a family has of its own, with AdamW unless another optimiser is asked for.</summary>
internal sealed class OwnRecipe(TrainOptions options, FamilyRecipe recipe, int batchesPerEpoch) : TrainingRecipe
{
    private readonly bool _usual = options.Optimiser == OptimiserKind.Auto;
    private readonly long _warmup = Math.Clamp((long)Math.Round(options.WarmupEpochs * batchesPerEpoch), 1, recipe.MostWarmup);

    public override double GradientNorm => recipe.GradientNorm;

    private double Rate => _usual ? recipe.Rate : options.Lr0;

    public override Optimiser Create(StateDict weights)
    {
        // A backbone without pretrained weights has as much to learn as the rest.
        var groups = recipe.Groups(
            weights,
            _usual ? recipe.Decay : options.WeightDecay,
            options.BackboneRate ?? (options.Pretrained is null ? 1 : 0.1)
        );
        return options.Optimiser == OptimiserKind.Sgd ? new Sgd(groups) : new AdamW(groups);
    }

    public override IterationSettings At(int epoch, int batch)
    {
        var rate = Rate * recipe.Factor((long)epoch * batchesPerEpoch + batch, _warmup, (long)options.Epochs * batchesPerEpoch);
        return new IterationSettings(rate, rate, recipe.Momentum, Accumulate: 1);
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
