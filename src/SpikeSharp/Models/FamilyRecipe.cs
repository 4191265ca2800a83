using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Models;

/// <summary>How the networks of a family are optimised where it is not Ultralytics' way.</summary>
/// <param name="GradientNorm">Norm that all gradients together are cut to.</param>
/// <param name="Rate">Learning rate, unless another optimiser is asked for.</param>
/// <param name="Decay">Weight decay, likewise.</param>
/// <param name="Momentum">First beta of AdamW, momentum of SGD.</param>
/// <param name="MostWarmup">Iterations that the warm-up takes at most.</param>
/// <param name="Groups">From weights, weight decay and the factor on the backbone's rate to the groups of parameters.</param>
/// <param name="Factor">From an iteration, those of the warm-up and those of the run to the factor on the rates.</param>
public sealed record FamilyRecipe(
    double GradientNorm,
    double Rate,
    double Decay,
    double Momentum,
    long MostWarmup,
    Func<StateDict, double, double, ParameterGroup[]> Groups,
    Func<long, long, long, double> Factor
);
