using SpikeSharp.Data.Batches;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>From the bytes of pictures to what networks see.</summary>
public static class PictureTensor
{
    /// <summary>Pictures as float32 [N, C, H, W] in the network's range of values.</summary>
    /// <param name="pictures">Of the network's channels.</param>
    /// <param name="wanted">The network's input.</param>
    /// <param name="device">Where it computes.</param>
    public static Tensor Of(PixelBatch pictures, Input wanted, string device = "cpu")
    {
        using var scope = new TensorScope();
        var bytes = Tensor.From(pictures.Bytes, pictures.Count, pictures.Height, pictures.Width, pictures.Channels).To(device);
        var shares = bytes.Permute(0, 3, 1, 2).Contiguous().To(DType.Float32) / 255.0;
        var (low, high) = wanted.Range;
        return scope.Keep((low, high) == (0, 1) ? shares : shares * (high - low) + low);
    }
}
