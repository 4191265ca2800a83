using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Torch.Modules;

/// <summary>Batch normalisation over [N, C, H, W] with its learned scale and shift, and running statistics.</summary>
public sealed class BatchNorm : Module
{
    private readonly StateDict _all;

    /// <summary>Asks for weight, bias, running_mean, running_var [C] and num_batches_tracked.</summary>
    public BatchNorm(Weights w, int channels, double eps = 1e-5, double momentum = 0.1)
    {
        _all = w.All;
        (Eps, Momentum) = (eps, momentum);
        Weight = w.Constant("weight", [channels], 1, TensorRole.NormWeight);
        Bias = w.Constant("bias", [channels], 0, TensorRole.Bias);
        RunningMean = w.Constant("running_mean", [channels], 0, TensorRole.Buffer);
        RunningVariance = w.Constant("running_var", [channels], 1, TensorRole.Buffer);
        BatchesTracked = w.Constant("num_batches_tracked", [], 0, TensorRole.Buffer, DType.Int64);
    }

    /// <summary>Scale [C].</summary>
    public Tensor Weight { get; }

    /// <summary>Shift [C].</summary>
    public Tensor Bias { get; }

    /// <summary>Running mean [C].</summary>
    public Tensor RunningMean { get; }

    /// <summary>Running variance [C], unbiased.</summary>
    public Tensor RunningVariance { get; }

    /// <summary>Batches seen in training.</summary>
    public Tensor BatchesTracked { get; }

    /// <summary>Added to the variance.</summary>
    public double Eps { get; }

    /// <summary>Share of a new batch in the running statistics.</summary>
    public double Momentum { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        if (_all.Training)
            BatchesTracked.AddInPlace(1);
        return Layers.BatchNorm(x, Weight, Bias, RunningMean, RunningVariance, _all.Training, Momentum, Eps);
    }
}
