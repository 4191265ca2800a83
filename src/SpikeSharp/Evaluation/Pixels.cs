using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>From bytes to what networks see.</summary>
public static class Pixels
{
    /// <summary>Planar RGB bytes [N, 3, H, W] as float32 0…1 of the same shape.</summary>
    public static Tensor ToTensor(ReadOnlySpan<byte> pixels, int count, int height, int width, string device = "cpu")
    {
        using var scope = new TensorScope();
        return scope.Keep(
            Tensor.From(pixels[..checked(count * 3 * height * width)], count, 3, height, width).To(device).To(DType.Float32) / 255.0
        );
    }
}
