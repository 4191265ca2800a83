namespace SpikeSharp.Torch.Optimisers;

/// <summary>Adam with decoupled weight decay, as torch.optim.AdamW; the first beta is the group's momentum, the second 0.999.</summary>
public sealed class AdamW(IReadOnlyList<ParameterGroup> groups) : Optimiser(groups, "first_moment", "second_moment")
{
    private const double Beta2 = 0.999,
        Eps = 1e-8;

    /// <inheritdoc/>
    protected override void Update(ParameterGroup group, Tensor[] parameters, Tensor[] gradients, Tensor[][] state)
    {
        var (first, second, beta1) = (state[0], state[1], group.Momentum);
        var correction1 = 1 - Math.Pow(beta1, Steps);
        var correction2 = 1 - Math.Pow(Beta2, Steps);
        if (group.WeightDecay != 0)
            Foreach.MultiplyInPlace(parameters, 1 - group.LearningRate * group.WeightDecay);
        Foreach.MultiplyInPlace(first, beta1);
        Foreach.AddInPlace(first, gradients, 1 - beta1);
        Foreach.MultiplyInPlace(second, Beta2);
        Foreach.AddProductInPlace(second, gradients, gradients, 1 - Beta2);
        var denominator = Foreach.Sqrt(second);
        Foreach.MultiplyInPlace(denominator, 1 / Math.Sqrt(correction2));
        Foreach.AddInPlace(denominator, Eps);
        Foreach.AddQuotientInPlace(parameters, first, denominator, -group.LearningRate / correction1);
    }
}
