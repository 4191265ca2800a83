using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion;

/// <summary>The ANN whose one pass gives what T steps of signed neurons with half-threshold start and lossless pooling give on average
/// (docs/spec/spicalib.md 8.1).</summary>
/// <remarks>Proof, layer by layer: such a neuron's net count after T steps is max(0, ⌊½ + Σu⌋), which depends only on the sum of its input;
/// lossless pooling gives the pooling of sums; everything else is linear. So with q = λ/T the mean of λ·n is q·max(0, ⌊½ + z/q⌋), z being
/// the mean input. It holds as long as no neuron wants to send more than γ spikes in one step.</remarks>
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
