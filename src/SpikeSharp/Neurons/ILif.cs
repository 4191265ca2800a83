using SpikeSharp.Torch;

namespace SpikeSharp.Neurons;

/// <summary>The integer leaky integrate-and-fire neuron of SpikeYOLO (Eq. 11–15; docs/spec/spikeyolo.md 1.1, 1.2).</summary>
public static class ILif
{
    /// <summary>
    /// One time step: U[t] = β (U[t−1] − S[t−1]) + X[t];  S[t] = round(clip(U[t], 0, D)), ties to even. The spike in the reset is detached,
    /// the potential is not: gradients flow along the decay, not through the reset.
    /// </summary>
    /// <param name="x">Input current X[t], float [N, C, H, W], finite.</param>
    /// <param name="before">Membrane potential and spikes of the step before, or null at the first.</param>
    /// <param name="maxSpikes">D.</param>
    /// <param name="decay">β.</param>
    /// <returns>Membrane potential before the reset and spikes, whole numbers 0…D in the input's type; both of the input's shape.</returns>
    public static MembraneState Step(Tensor x, MembraneState? before, int maxSpikes, float decay)
    {
        var u = before is null ? x : (before.Potential - before.Spikes.Detach()) * decay + x;
        return new MembraneState(u, Quantise(u, maxSpikes));
    }

    /// <summary>
    /// round(clip(u, 0, D)) with the rectangular surrogate gradient: 1 for 0 ≤ u ≤ D, both ends included, else 0.
    /// </summary>
    public static Tensor Quantise(Tensor u, int maxSpikes)
    {
        // HardTanh's backward is one pass but excludes its bounds, so they lie one step outside; rounding in place, unrecorded,
        // is the straight-through estimator without further memory.
        var spikes =
            u.DType == DType.Float64
                ? u.HardTanh(-double.Epsilon, Math.BitIncrement((double)maxSpikes))
                : u.HardTanh(-float.Epsilon, MathF.BitIncrement(maxSpikes));
        using (GradMode.Off())
            spikes.RoundInPlace();
        return spikes;
    }
}
