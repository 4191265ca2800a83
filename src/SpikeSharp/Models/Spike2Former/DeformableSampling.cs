using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// Sampling at K×K places around each position, moved by offsets, bilinearly, and a weighted sum of the samples (docs/spec/spike2former.md
/// 3.4).
/// </summary>
internal static class DeformableSampling
{
    /// <summary>
    /// out[g, c, y, x] = Σ_p A[g, p, y, x] · value[g, c] at (x + ix − (K−1)/2 + Δx, y + iy − (K−1)/2 + Δy), p = ix·K + iy; 0 outside.
    /// </summary>
    /// <param name="value">[N, C, H, W], groups of C/G channels.</param>
    /// <param name="offsets">Δ in pixels, [N, G·K²·2, H, W]: group, place, x before y.</param>
    /// <param name="weights">A, [N, G·K², H, W].</param>
    /// <param name="groups">G.</param>
    /// <param name="kernel">K.</param>
    /// <returns>[N, C, H, W].</returns>
    public static Tensor Of(Tensor value, Tensor offsets, Tensor weights, int groups, int kernel)
    {
        using var scope = new TensorScope();
        var (n, c, h, w) = value.Size4;
        var (batch, places) = (n * groups, kernel * kernel);
        // pixels [N·G, HW, K², 2]
        var moved = offsets.Reshape(batch, places, 2, h * w).Permute(0, 3, 1, 2) + Places(h, w, kernel, value.Device);
        var size = Tensor.From([w, (float)h], 2).To(value.Device);
        var grid = (moved + 0.5) * 2.0 / size - 1.0;
        var samples = Layers.GridSample(value.Reshape(batch, c / groups, h, w), grid); // [N·G, C/G, HW, K²]
        var factors = weights.Reshape(batch, 1, places, h * w).Transpose(2, 3);
        return scope.Keep((samples * factors).Sum([3]).Reshape(n, c, h, w));
    }

    // Where the samples lie without offsets, [HW, K², 2].
    private static Tensor Places(long height, long width, int kernel, string device)
    {
        var (places, next, half) = (new float[height * width * kernel * kernel * 2], 0, (kernel - 1) / 2);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var ix = 0; ix < kernel; ix++)
                for (var iy = 0; iy < kernel; iy++)
                    (places[next++], places[next++]) = (x + ix - half, y + iy - half);
            }
        }
        return Tensor.From(places, height * width, kernel * kernel, 2).To(device);
    }
}
