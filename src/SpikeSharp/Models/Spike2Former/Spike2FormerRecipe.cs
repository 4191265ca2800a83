using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>The authors' way of optimising (docs/spec/spike2former.md 6.1, 6.2).</summary>
public static class Spike2FormerRecipe
{
    /// <summary>Norm that all gradients together are cut to; always smaller than they are, so it normalises.</summary>
    public const double GradientNorm = 0.01;

    private const double FirstFactor = 1e-6;

    /// <summary>All of it, with the values taken where no optimiser is asked for.</summary>
    public static FamilyRecipe Recipe { get; } =
        new(GradientNorm, Rate: 1e-3, Decay: 0.005, Momentum: 0.9, MostWarmup: 1500, Groups, Factor);

    /// <summary>
    /// Parameters by what their names contain: the backbone learns at a tenth of the rate, queries and levels do not decay, all else,
    /// biases included, does.
    /// </summary>
    /// <param name="weights">Of the network.</param>
    /// <param name="decay">Weight decay.</param>
    /// <param name="backboneRate">Factor on the backbone's rate; 1 where it is not pretrained.</param>
    public static ParameterGroup[] Groups(StateDict weights, double decay, double backboneRate = 0.1)
    {
        static bool Backbone(NamedTensor e) => e.Name.StartsWith("backbone.", StringComparison.Ordinal);
        static bool Embedding(NamedTensor e) =>
            e.Name.Contains("query_embed", StringComparison.Ordinal)
            || e.Name.Contains("query_feat", StringComparison.Ordinal)
            || e.Name.Contains("level_embed", StringComparison.Ordinal);
        return
        [
            new ParameterGroup(weights.Trained.Where(Backbone), decay) { RateFactor = backboneRate },
            new ParameterGroup(weights.Trained.Where(e => !Backbone(e) && Embedding(e)), 0),
            new ParameterGroup(weights.Trained.Where(e => !Backbone(e) && !Embedding(e)), decay),
        ];
    }

    /// <summary>Factor on the rates at an iteration: up for the warm-up, then linearly to 0.</summary>
    /// <param name="iteration">From 0.</param>
    /// <param name="warmup">Iterations of the warm-up.</param>
    /// <param name="end">Iterations of the schedule.</param>
    public static double Factor(long iteration, long warmup, long end) =>
        iteration < warmup
            ? FirstFactor + (1 - FirstFactor) * iteration / Math.Max(1, warmup - 1)
            : Math.Max(0, (double)(end - 1 - iteration) / Math.Max(1, end - 1 - warmup));
}
