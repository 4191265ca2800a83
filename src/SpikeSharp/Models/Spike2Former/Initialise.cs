using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>First values of the head's weights (docs/spec/spike2former.md 4.7).</summary>
internal static class Initialise
{
    /// <summary>Even in ±√(3 / fan-in), bias 0 (Kaiming with a = 1).</summary>
    public static void KaimingUniform(Convolution conv)
    {
        using var off = GradMode.Off();
        var bound = Math.Sqrt(3.0 * conv.Weight.Size(0) / conv.Weight.ElementCount);
        conv.Weight.UniformInPlace(-bound, bound);
        conv.Bias?.FillInPlace(0);
    }

    /// <summary>Even in ±√(6 / (fan-in + fan-out)) (Xavier), the bias as it is.</summary>
    public static void XavierUniform(Tensor weight)
    {
        using var off = GradMode.Off();
        var bound = Math.Sqrt(6.0 / (weight.Size(0) + weight.Size(1)));
        weight.UniformInPlace(-bound, bound);
    }

    /// <summary>Normal with σ = 0.02, bias 0.</summary>
    public static void Normal(Convolution conv)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        conv.Weight.CopyFrom(Tensor.RandomNormal(conv.Weight.Shape) * 0.02);
        conv.Bias!.FillInPlace(0);
    }
}
