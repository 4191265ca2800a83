using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Torch.Optimisers;

/// <summary>Parameters that share their settings. The schedule writes the settings before every step.</summary>
public sealed class ParameterGroup(IEnumerable<NamedTensor> parameters, double weightDecay)
{
    /// <summary>The trained tensors, with their names.</summary>
    public IReadOnlyList<NamedTensor> Parameters { get; } = [.. parameters];

    /// <summary>Decay of the weights.</summary>
    public double WeightDecay { get; } = weightDecay;

    /// <summary>Factor on the schedule's learning rate.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>Learning rate.</summary>
    public double LearningRate { get; set; }

    /// <summary>Momentum of SGD; first beta of AdamW.</summary>
    public double Momentum { get; set; }

    internal Tensor[] Tensors { get; } = [.. parameters.Select(p => p.Tensor)];
}
