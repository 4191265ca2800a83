using SpikeSharp.Graph.Energy;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Energy;

public sealed class NeuroBenchMetricsTests
{
    /// <summary>Image 1×1 of one channel → weight 2 → neuron D = 4 → weights [3, 0] with bias, two time steps.</summary>
    private static NeuroBenchMetrics Measure(float pixel, Neuron neuron, int timeSteps = 2)
    {
        var g = new GraphBuilder(Graphs.Info(timeSteps, size: 1));
        var s = g.Neuron("n", g.Convolution("first", g.Input(1), Graphs.Weight([2], 1, 1, 1, 1)), neuron);
        g.Output("y", g.Convolution("second", s, Graphs.Weight([3, 0], 2, 1, 1, 1), Graphs.Weight([1, 1], 2)));
        var counter = new OperationCounter(g.Build());
        counter.Add(Graphs.Image(1, 1, pixel));
        return counter.Average().NeuroBench;
    }

    [Fact]
    public void Parameters_bytes_and_zero_weights()
    {
        var metrics = Measure(1, new ILif());
        Assert.Equal((5, 20), (metrics.ParameterCount, metrics.Footprint));
        Assert.Equal(1.0 / 3, metrics.ConnectionSparsity);
    }

    [Fact]
    public void Three_columns_of_synaptic_operations()
    {
        // Pixel 1: current 2, spikes 2 and 2. The first layer sees only ones, so NeuroBench calls it AC; integers of 2 make the second MAC.
        var metrics = Measure(1, new ILif());
        Assert.Equal(new SynapticOperations(2, 1, 1 + 4), metrics.Integer);
        Assert.Equal(new SynapticOperations(0, 1 + 4, 1 + 16), metrics.Binary);
        Assert.Equal(new SynapticOperations(1, 2 * 2 * 2, 1 + 4), metrics.PaperFormula);
    }

    [Fact]
    public void Real_inputs_count_as_multiplications_in_every_column()
    {
        var metrics = Measure(0.75f, new Relu());
        Assert.Equal(new SynapticOperations(2, 0, 3), metrics.Integer);
        Assert.Equal(new SynapticOperations(2, 0, 3), metrics.Binary);
        Assert.Equal(new SynapticOperations(3, 0, 3), metrics.PaperFormula);
        Assert.Equal((0, 0), (metrics.MembraneUpdates, metrics.NeuronOperations));
    }

    [Fact]
    public void A_membrane_update_is_a_potential_that_differs_from_the_step_before()
    {
        // Current 2 is emitted whole, so the potential is 2 at both steps; 1.5 leaves 1.5 − 2 = −0.5 behind and changes it.
        Assert.Equal(1, Measure(1, new ILif()).MembraneUpdates);
        var changing = Measure(0.75f, new ILif());
        Assert.Equal((2, 8, 8), (changing.MembraneUpdates, changing.NeuronOperations, changing.DenseNeuronOperations));
    }

    [Fact]
    public void Activation_sparsity_is_the_share_of_zeros_over_all_steps()
    {
        // Current 0.42: spikes 0, 1, 0.
        Assert.Equal(2.0 / 3, Measure(0.21f, new ILif(), timeSteps: 3).ActivationSparsity);
        Assert.Equal(1, Measure(-1, new Relu()).ActivationSparsity);
    }
}
