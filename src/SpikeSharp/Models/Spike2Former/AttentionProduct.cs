using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// Attention without softmax, which is linear: (q kᵀ) v = q (kᵀ v). The second order costs (L + Q)·d² a head, and is exact on integers.
/// </summary>
internal static class AttentionProduct
{
    /// <summary>scale · q (kᵀ v) by head.</summary>
    /// <param name="q">[N, C, 1, Q]; head h owns channels h·d … h·d + d − 1.</param>
    /// <param name="k">[N, C, 1, L].</param>
    /// <param name="v">[N, C, 1, L].</param>
    /// <param name="heads">Heads.</param>
    /// <param name="scale">Factor on the result.</param>
    /// <returns>[N, C, 1, Q].</returns>
    public static Tensor Of(Tensor q, Tensor k, Tensor v, int heads, double scale)
    {
        Tensor Split(Tensor x) => x.Reshape(x.Size(0), heads, x.Size(1) / heads, -1); // [N, heads, d, L]
        var sums = Split(v).MatMul(Split(k).Transpose(2, 3)); // vᵀk, [N, heads, d, d]
        return (sums.MatMul(Split(q)) * scale).Reshape(q.Shape);
    }

    /// <summary>The same in a graph, of integers; what a spike is worth comes in three times.</summary>
    public static GraphValue Emit(
        GraphBuilder g,
        string name,
        GraphValue q,
        GraphValue k,
        GraphValue v,
        int heads,
        double scale,
        NeuronOptions neuron
    ) => g.Add(name, new Graph.Operations.AttentionProduct(heads, (float)(scale * Math.Pow(neuron.Quantum, 3))), q, k, v);
}
