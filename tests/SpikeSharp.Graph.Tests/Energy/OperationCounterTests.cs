using SpikeSharp.Graph.Energy;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Energy;

public sealed class OperationCounterTests
{
    [Fact]
    public void A_spike_in_the_corner_reaches_fewer_outputs_than_one_in_the_middle()
    {
        // 3×3 image, spikes 2 in the corner and 1 in the middle; 3×3 kernel, padding 1, 2 outputs: 4 and 9 outputs a channel.
        var counts = Count(Graphs.Image(3, 3, 2, 0, 0, 0, 1, 0, 0, 0, 0), Enumerable.Repeat(1f, 18).ToArray());
        Assert.Equal(2 * (2 * 4 + 9), counts.Accumulations);
        Assert.Equal(2 * (4 + 9), counts.Events);
        Assert.Equal(2 * 9 * 9, counts.MacsPerStep);
        Assert.Equal(2 * 49, counts.DenseOperations);
        Assert.Equal((3.0 / 9, 2.0 / 9), (counts.MeanInput, counts.NonZeroShare));
        Assert.Equal(3.0 / 9 / 4, counts.RatePerVirtualStep);
    }

    [Fact]
    public void NeuroBench_skips_zero_weights_and_tells_MAC_from_AC_by_the_inputs()
    {
        var weights = new float[18];
        weights[4] = 1; // only the centre tap of the first output
        var integers = Count(Graphs.Image(3, 3, 2, 0, 0, 0, 1, 0, 0, 0, 0), weights);
        Assert.Equal((2, 0, 3), (integers.EffectiveMacs, integers.EffectiveAcs, integers.EffectiveBinaryAcs));
        var ones = Count(Graphs.Image(3, 3, 1, 0, 0, 0, 1, 0, 0, 0, 0), weights);
        Assert.Equal((0, 2, 2), (ones.EffectiveMacs, ones.EffectiveAcs, ones.EffectiveBinaryAcs));
        Assert.Equal(2 * 49, ones.DenseOperations);
    }

    [Fact]
    public void Dense_operations_leave_padded_taps_out_and_macs_count_them()
    {
        // The worked example of docs/spec/conventions.md C10: 3 → 8 channels, 3×3, padding 1 on 8×8.
        var g = new GraphBuilder(Graphs.Info());
        g.Output("y", g.Convolution("c", g.Input(3), Graphs.Random(new Random(1), 8, 3, 3, 3), padding: 1));
        var counter = new OperationCounter(g.Build());
        counter.Add(Graphs.Image(new Random(2), 3, 8, 8));
        var count = counter.Average().Layers[0];
        Assert.Equal((13824, 11616), (count.MacsPerStep, count.DenseOperations));
        Assert.False(count.SeesSpikes);
        Assert.Null(count.RatePerVirtualStep);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Following_every_spike_to_every_output_gives_the_same_counts(int seed)
    {
        var graph = Graphs.Network(seed, timeSteps: 1 + seed % 3, () => new ILif(4));
        var counter = new OperationCounter(graph);
        var wanted = new Dictionary<string, (double Accumulations, double Events)>();
        counter.Add(Graphs.Image(new Random(seed), 3, graph.Info.ImageSize, graph.Info.ImageSize), e =>
        {
            if (e.Node.Operation is Convolution c && e.Inputs[0].IsSpikes)
                wanted.Add(e.Node.Name, Follow(c, e.Inputs[0], e.Output.Shape));
        });
        var counts = counter.Average().Layers.Where(c => c.SeesSpikes).ToDictionary(c => c.Node, c => (c.Accumulations, c.Events));
        Assert.Equal(wanted, counts);
    }

    [Fact]
    public void Attention_samples_and_masks_add_once_for_every_number_that_a_spike_reaches()
    {
        var graph = Graphs.Queries();
        var counter = new OperationCounter(graph);
        var sums = new Dictionary<string, double>();
        counter.Add(Graphs.Image(new Random(1), 3, 8, 8), e =>
            sums[e.Node.Name] = e.Output.IsSpikes ? e.Output.Spikes.ToArray().Sum(s => (double)s) : 0
        );
        var counts = counter.Average().Layers.ToDictionary(count => count.Node);
        Assert.True(sums["keys"] > 0 && sums["query"] > 0 && sums["sampled"] > 0 && sums["seen"] > 0);
        // Heads of 2 channels, groups of 2, 8×8 pixels of a mask.
        Assert.Equal(2 * (sums["keys"] + sums["query"]), counts["attention"].Accumulations, 1e-9);
        Assert.Equal(2 * sums["sampled"], counts["samples"].Accumulations, 1e-9);
        Assert.Equal(64 * sums["seen"], counts["masks"].Accumulations, 1e-9);
        // Four products a sample or a resized number, whatever fires.
        Assert.Equal(4 * 9 * 4 * 16, counts["samples (reals)"].MacsPerStep);
        Assert.Equal(4 * 4 * 64, counts["larger"].MacsPerStep);
        Assert.Equal(2 * 4 * (16 + 3), counts["attention"].MacsPerStep);
        Assert.False(counts["larger"].SeesSpikes || counts["samples (reals)"].SeesSpikes);
        var energy = EnergyReport.Of(counter.Average(), EnergyModel.Float32);
        foreach (var layer in energy.Layers.Where(layer => layer.Count.Node is "attention" or "samples" or "masks"))
            Assert.Equal(layer.ExactMillijoules, layer.Millijoules, 1e-15);
    }

    private static (double Accumulations, double Events) Follow(Convolution c, ValueTensor input, ValueShape output)
    {
        double accumulations = 0,
            events = 0;
        for (var i = 0; i < input.Spikes.Length; i++)
        {
            int spikes = input.Spikes[i],
                y = i / input.Shape.Width % input.Shape.Height,
                x = i % input.Shape.Width,
                reached = 0;
            for (var oy = 0; oy < output.Height; oy++)
            {
                for (var ox = 0; ox < output.Width; ox++)
                {
                    int ky = y + c.Padding - oy * c.Stride,
                        kx = x + c.Padding - ox * c.Stride;
                    if (ky >= 0 && ky < c.KernelHeight && kx >= 0 && kx < c.KernelWidth)
                        reached += c.OutChannels / c.Groups;
                }
            }
            accumulations += spikes * reached;
            events += spikes == 0 ? 0 : reached;
        }
        return (accumulations, events);
    }

    [Fact]
    public void Averages_do_not_depend_on_how_many_images_were_counted_together()
    {
        var graph = Graphs.Small();
        InputTensor[] images = [.. Enumerable.Range(0, 3).Select(i => Graphs.Image(new Random(i), 3, 8, 8))];
        var together = new OperationCounter(graph);
        foreach (var image in images)
            together.Add(image);
        var alone = images
            .Select(image =>
            {
                var counter = new OperationCounter(graph);
                counter.Add(image);
                return counter.Average();
            })
            .ToArray();
        var mean = together.Average();
        Assert.Equal(3, mean.Images);
        for (var layer = 0; layer < 3; layer++)
        {
            Assert.Equal(alone.Average(c => c.Layers[layer].Accumulations), mean.Layers[layer].Accumulations, 1e-9);
            Assert.Equal(alone.Average(c => c.Layers[layer].MeanInput), mean.Layers[layer].MeanInput, 1e-12);
            Assert.Equal(alone[0].Layers[layer].MacsPerStep, mean.Layers[layer].MacsPerStep);
        }
        Assert.Equal(alone.Average(c => c.NeuroBench.MembraneUpdates), mean.NeuroBench.MembraneUpdates, 1e-9);
        Assert.Equal(alone.Average(c => c.FiringRates[1].MeanInteger), mean.FiringRates[1].MeanInteger, 1e-12);
        Assert.Throws<InvalidOperationException>(() => new OperationCounter(graph).Average());
    }

    private static LayerCount Count(InputTensor image, float[] weights)
    {
        var g = new GraphBuilder(Graphs.Info(size: 3));
        g.Output("y", g.Convolution("c", g.Neuron("n", g.Input(1), new ILif(4)), Graphs.Weight(weights, 2, 1, 3, 3), padding: 1));
        var counter = new OperationCounter(g.Build());
        counter.Add(image);
        return counter.Average().Layers[0];
    }

    [Fact]
    public void So_does_a_run_of_a_segmenter_by_queries()
    {
        var graph = Graphs.Queries();
        var image = Graphs.Image(new Random(3), 3, 8, 8);
        var (own, other) = (new OperationCounter(graph), new OperationCounter(graph));
        var values = new Dictionary<string, float[]>();
        own.Add(image, evaluation => values.Add(evaluation.Node.Name, evaluation.Output.ToFloats()));
        other.Add(image, values);
        Assert.Equal(own.Average().Layers, other.Average().Layers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_of_another_implementation_counts_as_one_of_the_interpreter(int timeSteps)
    {
        var graph = Graphs.Small(timeSteps);
        var image = Graphs.Image(new Random(3), 3, 32, 32);
        var (own, other) = (new OperationCounter(graph), new OperationCounter(graph));
        var values = new Dictionary<string, float[]>();
        own.Add(image, evaluation => values.Add(evaluation.Node.Name, evaluation.Output.ToFloats()));
        other.Add(image, values);
        Assert.Equal(own.Average().Layers, other.Average().Layers);
        Assert.Equal(own.Average().FiringRates, other.Average().FiringRates);
        Assert.Equal(own.Average().NeuroBench, other.Average().NeuroBench);
        // What only moves values about is computed, and so is whatever is missing.
        foreach (var node in graph.Nodes.Where(node => node.Operation is not Neuron))
            values.Remove(node.Name);
        var spikesAlone = new OperationCounter(graph);
        spikesAlone.Add(image, values);
        Assert.Equal(own.Average().Layers, spikesAlone.Average().Layers);
        values[values.Keys.First()] = [1];
        Assert.Contains("1 numbers", Assert.Throws<GraphException>(() => spikesAlone.Add(image, values)).Message, StringComparison.Ordinal);
    }
}
