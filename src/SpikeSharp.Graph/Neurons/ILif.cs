namespace SpikeSharp.Graph.Neurons;

/// <summary>I-LIF, the integer leaky integrate-and-fire neuron of SpikeYOLO, on the inference side.</summary>
public static class ILif
{
    /// <summary>U[t] = β·(U[t−1] − S[t−1]) + X[t];  S[t] = round-half-even(clip(U[t], 0, D))  (spec 1.1, the paper's eq. 11).</summary>
    /// <param name="x">X[t], input current.</param>
    /// <param name="afterReset">U[t−1] − S[t−1]; 0 before the first step.</param>
    /// <param name="maxSpikes">D.</param>
    /// <param name="decay">β.</param>
    public static NeuronStep Step(double x, double afterReset, int maxSpikes, double decay)
    {
        var u = decay * afterReset + x;
        // Comparisons in this order send NaN to 0 spikes.
        var s =
            u >= maxSpikes ? maxSpikes
            : u > 0 ? (int)Math.Round(u, MidpointRounding.ToEven)
            : 0;
        return new NeuronStep(u, s, u - s);
    }
}
