using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Interpretation;

public sealed class ReferenceInterpreterTests
{
    [Fact]
    public void A_network_of_one_neuron_by_hand_in_both_arithmetics()
    {
        // t = 0: u = 2.25, s = 2. t = 1: u = 0.25·0.25 + 2.25 = 2.3125, s = 2.
        var g = new GraphBuilder(Graphs.Info(timeSteps: 2, size: 1));
        var s = g.Neuron("n", g.Input(1), new ILif(4));
        g.Output("sum", g.Convolution("c", s, Graphs.Weight([0.5f], 1, 1, 1, 1), Graphs.Weight([10], 1)));
        g.Output("s", s);
        var graph = g.Build();
        foreach (var arithmetic in Enum.GetValues<SpikeArithmetic>())
        {
            var run = new ReferenceInterpreter(graph, arithmetic).Run(Graphs.Image(1, 1, 2.25f));
            Assert.Equal([2, 2], run.Outputs["s"].Spikes.ToArray());
            // The bias once per real time step, not once per virtual one.
            Assert.Equal([11, 11], run.Outputs["sum"].Reals.ToArray());
            Assert.Equal(new FiringRate("n", 4, 1, 2, 1), Assert.Single(run.FiringRates));
            Assert.Equal(0.5, run.FiringRates[0].PerVirtualStep);
        }
    }

    [Fact]
    public void A_convolution_of_the_image_is_computed_once_and_one_of_spikes_T_times()
    {
        var seen = new Dictionary<string, ValueTensor>();
        new ReferenceInterpreter(Graphs.Small(timeSteps: 3)).Run(Graphs.Image(new Random(1), 3, 8, 8), e =>
            seen.Add(e.Node.Name, e.Output)
        );
        Assert.Equal(1, seen["model.1"].TimeSteps);
        Assert.Equal(3, seen["model.2.conv"].TimeSteps);
        Assert.Equal(1, seen["mean"].TimeSteps);
        Assert.Equal(3 * 4 * 4 * 4, seen["model.2.lif"].Spikes.Length);
    }

    [Fact]
    public void The_observer_sees_every_node_in_order_with_its_inputs()
    {
        var graph = Graphs.Small();
        var order = new List<string>();
        var outputs = new Dictionary<string, ValueTensor>();
        new ReferenceInterpreter(graph).Run(Graphs.Image(new Random(1), 3, 8, 8), e =>
        {
            order.Add(e.Node.Name);
            outputs.Add(e.Node.Name, e.Output);
            Assert.Equal(e.Node.Inputs.Select(name => outputs[name]), e.Inputs);
        });
        Assert.Equal(graph.Nodes.Select(node => node.Name), order);
    }

    [Fact]
    public void The_same_image_gives_the_same_bits_on_any_number_of_threads()
    {
        var graph = Graphs.Small();
        var interpreter = new ReferenceInterpreter(graph);
        var image = Graphs.Image(new Random(7), 3, 24, 18);
        var wanted = interpreter.Run(image).Outputs["y"].Reals.ToArray();
        Parallel.For(0, 8, _ => Assert.Equal(wanted, interpreter.Run(image).Outputs["y"].Reals.ToArray()));
    }

    [Fact]
    public void Nothing_is_carried_from_one_image_to_the_next()
    {
        var interpreter = new ReferenceInterpreter(Graphs.Small());
        var (first, second) = (Graphs.Image(new Random(1), 3, 8, 8), Graphs.Image(new Random(2), 3, 8, 8));
        var wanted = interpreter.Run(first).Outputs["y"].Reals.ToArray();
        interpreter.Run(second);
        Assert.Equal(wanted, interpreter.Run(first).Outputs["y"].Reals.ToArray());
    }

    [Fact]
    public void An_image_of_other_channels_or_of_a_size_the_network_cannot_take_is_refused_by_name()
    {
        var interpreter = new ReferenceInterpreter(Graphs.Small());
        Assert.Equal("image", Assert.Throws<GraphException>(() => interpreter.Run(Graphs.Image(new Random(1), 1, 8, 8))).Node);
        var g = new GraphBuilder(Graphs.Info());
        var x = g.Input(1);
        g.Output("y", g.Convolution("wide", x, Graphs.Weight(new float[49], 1, 1, 7, 7)));
        var wide = new ReferenceInterpreter(g.Build());
        Assert.Equal("wide", Assert.Throws<GraphException>(() => wide.Run(Graphs.Image(new Random(1), 1, 6, 6))).Node);
    }

    [Fact]
    public void An_output_that_is_read_again_later_is_still_there()
    {
        var g = new GraphBuilder(Graphs.Info(size: 1));
        var x = g.Input(1);
        g.Output("x", x);
        var y = g.Add("y", x, x);
        g.Output("y", y);
        g.Upsample("unused", y, 1);
        var run = new ReferenceInterpreter(g.Build()).Run(Graphs.Image(1, 1, 3));
        Assert.Equal(3, run.Outputs["x"].Reals[0]);
        Assert.Equal([6f], run.Outputs["y"].ToFloats());
    }

    [Fact]
    public void A_relu_network_runs_on_real_numbers()
    {
        var g = new GraphBuilder(Graphs.Info(size: 1));
        var y = g.Neuron("r", g.Convolution("c", g.Input(1), Graphs.Weight([-1, 2.5f], 2, 1, 1, 1)), new Relu());
        g.Output("y", g.Convolution("d", y, Graphs.Weight([3, 0.5f], 1, 2, 1, 1)));
        var run = new ReferenceInterpreter(g.Build(), SpikeArithmetic.Binary).Run(Graphs.Image(1, 1, 0.5f));
        Assert.Equal(0.625, run.Outputs["y"].Reals[0]);
        Assert.Empty(run.FiringRates);
    }
}
