namespace SpikeSharp.Torch.Modules;

/// <summary>What a named tensor of a model is for; optimisers group by it.</summary>
public enum TensorRole
{
    /// <summary>A trained weight of a convolution or linear map.</summary>
    Weight,

    /// <summary>A trained bias, of whatever layer.</summary>
    Bias,

    /// <summary>The trained scale of a normalisation.</summary>
    NormWeight,

    /// <summary>A parameter that is never trained.</summary>
    Frozen,

    /// <summary>State that is no parameter: running statistics, counters.</summary>
    Buffer,
}
