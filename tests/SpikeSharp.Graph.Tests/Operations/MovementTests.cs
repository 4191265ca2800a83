using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Verification;

namespace SpikeSharp.Graph.Tests.Operations;

/// <summary>Operations that only move numbers: by hand on an image, and spikes stay spikes at every time step.</summary>
public sealed class MovementTests
{
    // [3, 2, 2]
    private static readonly InputTensor Image = Graphs.Image(2, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    public static TheoryData<Operation, ValueShape, double[]> Moves =>
        new()
        {
            {
                new Pad(1, 0, 0, 1),
                new(3, 3, 3, false),
                [0, 0, 0, 1, 2, 0, 3, 4, 0, 0, 0, 0, 5, 6, 0, 7, 8, 0, 0, 0, 0, 9, 10, 0, 11, 12, 0]
            },
            { new Spread(2), new(3, 3, 3, false), [1, 0, 2, 0, 0, 0, 3, 0, 4, 5, 0, 6, 0, 0, 0, 7, 0, 8, 9, 0, 10, 0, 0, 0, 11, 0, 12] },
            { new Slice(Axis.Channels, 1), new(2, 2, 2, false), [5, 6, 7, 8, 9, 10, 11, 12] },
            { new Slice(Axis.Channels, 0, 3, 2), new(2, 2, 2, false), [1, 2, 3, 4, 9, 10, 11, 12] },
            { new Slice(Axis.Height, 0, 1), new(3, 1, 2, false), [1, 2, 5, 6, 9, 10] },
            { new Slice(Axis.Width, 1, 99), new(3, 2, 1, false), [2, 4, 6, 8, 10, 12] },
            { new Gather(Axis.Width, [1, 0, 0]), new(3, 2, 3, false), [2, 1, 1, 4, 3, 3, 6, 5, 5, 8, 7, 7, 10, 9, 9, 12, 11, 11] },
            { new Gather(Axis.Channels, [2, 0]), new(2, 2, 2, false), [9, 10, 11, 12, 1, 2, 3, 4] },
            { new Reshape(12, 1, 1), new(12, 1, 1, false), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
            { new Permute([3, 4], [1, 0], 4, 1, 3), new(4, 1, 3, false), [1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12] },
            { new Permute([3, 2, 2], [2, 0, 1], 2, 3, 2), new(2, 3, 2, false), [1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12] },
        };

    [Theory]
    [MemberData(nameof(Moves))]
    public void By_hand(Operation operation, ValueShape shape, double[] wanted)
    {
        var y = Graphs.Run(Image, 1, (g, x) => g.Add("y", operation, x));
        Assert.Equal(shape, y.Shape);
        Assert.Equal(wanted, y.Reals.ToArray());
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void Spikes_stay_spikes_at_every_time_step_and_pass_the_proof(Operation operation, ValueShape shape, double[] wanted)
    {
        Assert.True(operation.KeepsSpikes);
        var g = new GraphBuilder(Graphs.Info(2, 2));
        // Current 1…12 with D = 12 and no leak: each number fires as itself at t = 0 and again at t = 1.
        var s = g.Neuron("s", g.Input(3), new ILif(12, 0));
        var moved = g.Add("y", operation, s);
        g.Output("y", moved);
        g.Output("c", g.Convolution("c", moved, Graphs.Weight(new float[moved.Shape.Channels], 1, moved.Shape.Channels, 1, 1)));
        var graph = g.Build();
        var y = new ReferenceInterpreter(graph).Run(Image).Outputs["y"];
        Assert.Equal(shape with { Timed = true }, y.Shape);
        Assert.True(y.IsSpikes);
        Assert.Equal(12, y.MaxSpikes);
        Assert.Equal([.. wanted, .. wanted], y.Spikes.ToArray().Select(v => (double)v));
        Assert.Contains("c", SpikeDrivenCheck.Run(graph).SpikeLayers);
    }

    [Fact]
    public void A_transposed_convolution_is_a_spread_a_border_and_a_convolution_with_the_kernel_turned_round()
    {
        // Stride 2, kernel 3, no padding: each pixel adds the kernel at twice its place.
        var image = Graphs.Image(1, 2, 1, 10);
        var y = Graphs.Run(image, 1, (g, x) =>
            g.Convolution("c", g.Add("pad", new Pad(0, 2, 0, 2), g.Add("spread", new Spread(2), x)), Graphs.Weight([3, 2, 1], 1, 1, 1, 3))
        );
        Assert.Equal([1, 2, 3 + 10, 20, 30], y.Reals.ToArray());
    }
}
