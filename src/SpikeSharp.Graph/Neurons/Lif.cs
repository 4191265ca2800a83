namespace SpikeSharp.Graph.Neurons;

/// <summary>LIF, the paper's binary neuron; not the same as I-LIF with D = 1, which fires above 1/2.</summary>
public static class Lif
{
    /// <summary>U[t] = β·(U[t−1] − θ·S[t−1]) + X[t];  S[t] = 1 if U[t] ≥ θ else 0  (spec 1.3, the paper's eq. 8–10).</summary>
    /// <param name="x">X[t], input current.</param>
    /// <param name="afterReset">U[t−1] − θ·S[t−1]; 0 before the first step.</param>
    /// <param name="threshold">θ.</param>
    /// <param name="decay">β.</param>
    public static NeuronStep Step(double x, double afterReset, double threshold, double decay)
    {
        var u = decay * afterReset + x;
        var s = u >= threshold ? 1 : 0;
        return new NeuronStep(u, s, u - threshold * s);
    }
}
