using SpikeSharp.Graph.Tests.Operations;

namespace SpikeSharp.Conversion.Tests;

public sealed class UnknownNeuronTests
{
    [Fact]
    public void A_neuron_that_conversion_does_not_know_is_refused_by_name() =>
        Assert.Contains(new SourceNetwork(UnknownNeuron.Network()).Problems(), problem => problem.Node == "spikes");
}
