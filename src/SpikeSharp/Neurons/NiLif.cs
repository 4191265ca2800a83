using SpikeSharp.Torch;

namespace SpikeSharp.Neurons;

/// <summary>
/// The normalised integer leaky integrate-and-fire neuron of Spike2Former (Eq. 16–18; docs/spec/spike2former.md 1): I-LIF's integers
/// divided by D. At inference the integer goes on as D binary virtual time steps, and 1/D is folded into the weights that read it.
/// </summary>
public static class NiLif
{
    /// <summary>
    /// One time step: U[t] = H[t−1] + X[t]; S[t] = round(clip(U[t], 0, D)) / D, ties to even; H[t] = β (U[t] − D S[t]). The surrogate
    /// gradient is 1/D for 0 ≤ U ≤ D, both ends included.
    /// </summary>
    /// <param name="x">Input current X[t], float [N, C, H, W], finite.</param>
    /// <param name="before">Membrane potential and spikes of the step before, or null at the first.</param>
    /// <param name="maxSpikes">D.</param>
    /// <param name="decay">β.</param>
    /// <param name="detachesReset">Whether no gradient flows through the spike in the reset; in the authors' node it does.</param>
    /// <param name="divisor">What spikes are divided by in place of D.</param>
    /// <returns>Membrane potential before the reset and spikes, multiples of 1/D in 0…1; both of the input's shape.</returns>
    public static MembraneState Step(
        Tensor x,
        MembraneState? before,
        int maxSpikes,
        float decay,
        bool detachesReset = true,
        int? divisor = null
    )
    {
        double by = divisor ?? maxSpikes;
        var u = x;
        if (before is not null)
        {
            var spikes = detachesReset ? before.Spikes.Detach() : before.Spikes;
            u = (before.Potential - spikes * by) * decay + x;
        }
        return new MembraneState(u, ILif.Quantise(u, maxSpikes) / by);
    }
}
