using SpikeSharp.Torch;

namespace SpikeSharp.Neurons;

/// <summary>
/// The leaky integrate-and-fire neuron (SpikeYOLO, Eq. 8–10; docs/spec/spikeyolo.md 1.3). It is not I-LIF with D = 1, which fires at U
/// > 1/2.
/// </summary>
public static class Lif
{
    /// <summary>
    /// One time step: U[t] = β (U[t−1] − V_th S[t−1]) + X[t];  S[t] = 1 where U[t] ≥ V_th, else 0; surrogate gradient 1 where
    /// |U − V_th| ≤ V_th/2. The spike in the reset is detached.
    /// </summary>
    /// <param name="x">Input current X[t], float [N, C, H, W], finite.</param>
    /// <param name="before">Membrane potential and spikes of the step before, or null at the first.</param>
    /// <param name="decay">β.</param>
    /// <param name="threshold">V_th.</param>
    /// <returns>Membrane potential before the reset and spikes 0 or 1 in the input's type; both of the input's shape.</returns>
    public static MembraneState Step(Tensor x, MembraneState? before, float decay, float threshold)
    {
        var u = before is null ? x : (before.Potential - before.Spikes.Detach() * threshold) * decay + x;
        return new MembraneState(u, Fire(threshold == 1 ? u : u / threshold));
    }

    // As in ILif.Quantise: clipped to the window's (widened) bounds, floor gives 0 below 1 and 1 from 1 on.
    private static Tensor Fire(Tensor u)
    {
        var spikes =
            u.DType == DType.Float64
                ? u.HardTanh(Math.BitDecrement(0.5), Math.BitIncrement(1.5))
                : u.HardTanh(MathF.BitDecrement(0.5f), MathF.BitIncrement(1.5f));
        using (GradMode.Off())
            spikes.FloorInPlace();
        return spikes;
    }
}
