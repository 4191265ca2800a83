namespace SpikeSharp.Torch.Modules;

/// <summary>A tensor of a model under its checkpoint name.</summary>
public sealed record NamedTensor(string Name, Tensor Tensor, TensorRole Role)
{
    /// <summary>Whether an optimiser changes it.</summary>
    public bool IsTrained => Role is TensorRole.Weight or TensorRole.Bias or TensorRole.NormWeight;

    /// <summary>Whether it counts as a parameter.</summary>
    public bool IsParameter => Role != TensorRole.Buffer;
}
