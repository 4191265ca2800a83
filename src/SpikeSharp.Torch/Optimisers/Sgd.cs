namespace SpikeSharp.Torch.Optimisers;

/// <summary>Stochastic gradient descent with Nesterov momentum, as torch.optim.SGD: g ← g + λp; m ← μm + g; p ← p − η(g + μm).</summary>
public sealed class Sgd(IReadOnlyList<ParameterGroup> groups) : Optimiser(groups, "momentum")
{
    /// <inheritdoc/>
    protected override void Update(ParameterGroup group, Tensor[] parameters, Tensor[] gradients, Tensor[][] state)
    {
        var momentum = state[0];
        if (group.WeightDecay != 0)
            Foreach.AddInPlace(gradients, parameters, group.WeightDecay);
        Foreach.MultiplyInPlace(momentum, group.Momentum);
        Foreach.AddInPlace(momentum, gradients);
        Foreach.AddInPlace(gradients, momentum, group.Momentum);
        Foreach.AddInPlace(parameters, gradients, -group.LearningRate);
    }
}
