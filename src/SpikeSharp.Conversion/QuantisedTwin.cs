using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion;

/// <summary>An ANN with rounded activations. One pass of it gives the mean of T steps of the spiking network, if the neurons are signed and
/// start half full and pooling is lossless (docs/spec/spicalib.md 8.1).</summary>
/// <remarks>Proof, layer by layer. Such a neuron's net count after T steps is max(0, ⌊½ + Σu⌋): it depends only on the sum of the input.
/// Lossless pooling gives the pooling of the sums. Everything else is linear. So the mean of λ·n is q·max(0, ⌊½ + z/q⌋), with q = λ/T and
/// the mean input z. This holds as long as no neuron wants to send more than γ spikes in one step.</remarks>
public static class QuantisedTwin
{
    /// <summary>The ANN with quantised activations.</summary>
    /// <param name="source">The network.</param>
    /// <param name="scales">λ of each activation, [1] or [C].</param>
    /// <param name="timeSteps">T.</param>
    public static SpikeGraph Of(SourceNetwork source, IReadOnlyDictionary<string, float[]> scales, int timeSteps) =>
        new(
            source.Graph.Info,
            [
                .. source.Graph.Nodes.Select(node =>
                    source.IsNeuron(node.Name) && node.Operation is Relu activation
                        ? node with
                        {
                            Operation = activation with { Quantum = Quantum(scales[node.Name], timeSteps) },
                        }
                        : node
                ),
            ],
            source.Graph.Outputs
        );

    private static WeightTensor Quantum(float[] scale, int timeSteps) => new([scale.Length], Array.ConvertAll(scale, s => s / timeSteps));
}
