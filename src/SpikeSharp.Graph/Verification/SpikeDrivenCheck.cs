using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Verification;

/// <summary>Proves from the graph alone that every weighted layer but the first, which sees the image, takes only spikes.</summary>
/// <remarks>Spikes are what a spiking neuron gives, and what pooling, upsampling and joining make of spikes; the image is the input, and
/// what those operations, and a scaling of its channels, make of it. Everything else is real numbers. Operations which real numbers cannot
/// be taken from, such as interpolation, break no rule but are named.</remarks>
public static class SpikeDrivenCheck
{
    private enum Flow
    {
        Image,
        Spikes,
        Reals,
    }

    /// <summary>Walks the graph once and names every layer that breaks the rule.</summary>
    public static SpikeDrivenReport Run(SpikeGraph graph)
    {
        var flows = new Dictionary<string, (Flow Flow, string Origin)>(StringComparer.Ordinal);
        List<string> image = [],
            spikes = [];
        List<SpikeDrivenViolation> violations = [];
        List<RealOperation> reals = [];
        foreach (var node in graph.Nodes)
        {
            if (node.Operation.IsSynaptic)
            {
                var wanted = node.Operation.SpikeGate is { } gate ? [node.Inputs[gate]] : node.Inputs;
                var source = Join(node.Name, wanted, flows);
                if (source.Flow == Flow.Image)
                    image.Add(node.Name);
                else if (source.Flow == Flow.Spikes)
                    spikes.Add(node.Name);
                else
                    violations.Add(
                        new SpikeDrivenViolation(
                            node.Name,
                            $"its input '{wanted.FirstOrDefault(input => flows[input].Flow == Flow.Reals) ?? wanted[0]}' is not made of "
                                + $"spikes: {source.Origin}"
                        )
                    );
            }
            flows[node.Name] = node.Operation switch
            {
                Input => (Flow.Image, ""),
                SpikingNeuron => (Flow.Spikes, ""),
                Relu => (Flow.Reals, $"'{node.Name}' is a ReLU and gives real numbers"),
                { KeepsSpikes: true } => Join(node.Name, node.Inputs, flows),
                // A picture whose channels are scaled is a picture.
                Affine when flows[node.Inputs[0]].Flow == Flow.Image => (Flow.Image, ""),
                _ => (Flow.Reals, $"'{node.Name}' ({node.Operation.Kind}) gives real numbers"),
            };
            // What is made of the image before the first layer belongs to that.
            if (node.Operation.RealWork is { } work && flows[node.Name].Flow == Flow.Reals)
                reals.Add(new RealOperation(node.Name, work));
        }
        return new SpikeDrivenReport(image, spikes, violations, reals);
    }

    private static (Flow Flow, string Origin) Join(
        string name,
        IReadOnlyList<string> inputs,
        Dictionary<string, (Flow Flow, string Origin)> flows
    )
    {
        var joined = flows[inputs[0]];
        foreach (var input in inputs)
        {
            var flow = flows[input];
            if (flow.Flow == Flow.Reals)
                return flow;
            if (flow.Flow != joined.Flow)
                joined = (Flow.Reals, $"'{name}' mixes spikes with the image");
        }
        return joined;
    }
}
