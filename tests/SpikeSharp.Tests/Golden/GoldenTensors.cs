using SpikeSharp.Checkpoints;
using SpikeSharp.Torch;

namespace SpikeSharp.Testing;

/// <summary>Golden tensors as tensors of libtorch.</summary>
internal static class GoldenTensors
{
    public static Tensor Tensor(this GoldenCase golden, string name) => golden.Tensors.ReadTensor(name);

    /// <summary>[T, B, C, H, W] as [T·B, C, H, W].</summary>
    public static Tensor Merged(this GoldenCase golden, string name)
    {
        var shape = golden.Shape(name);
        return shape.Length == 5 ? golden.Tensor(name).Reshape(shape[0] * shape[1], shape[2], shape[3], shape[4]) : golden.Tensor(name);
    }

    /// <summary>The state dict of a case, by the names of the module's own tensors.</summary>
    public static Dictionary<string, Tensor> State(this GoldenCase golden) => golden.Tensors.ReadTensors(golden.Under("state"));

    public static void Compare(this GoldenCase golden, string name, Tensor got, string? part = null)
    {
        var (abs, rel) = golden.Within(part);
        golden.Near(name, got, abs, rel);
    }

    public static void Near(this GoldenCase golden, string name, Tensor got, double abs, double rel)
    {
        using var scope = new TensorScope();
        GoldenCase.Near(name, golden.Tensor(name).To(DType.Float64).Span<double>(), got.To(DType.Float64).ToArray<double>(), abs, rel);
    }
}
