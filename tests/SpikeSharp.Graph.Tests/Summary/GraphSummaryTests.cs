using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Summary;

namespace SpikeSharp.Graph.Tests.Summary;

public sealed class GraphSummaryTests
{
    [Fact]
    public void Macs_are_kernel_times_channels_times_outputs_and_static_layers_count_once()
    {
        var summary = GraphSummary.Of(Graphs.Small(timeSteps: 2), 16, 8);
        var rows = summary.Layers.ToDictionary(row => row.Node.Name);
        Assert.Equal(new ValueShape(4, 8, 4, false), rows["model.1"].Shape);
        Assert.Equal((9 * 3 * 4 * 8 * 4, 1), (rows["model.1"].MacsPerStep, rows["model.1"].Evaluations));
        Assert.Equal((4 * 4 * 8 * 4, 2), (rows["model.2.conv"].MacsPerStep, rows["model.2.conv"].Evaluations));
        Assert.Equal(9 * 8 * 16 * 8, rows["model.3.conv"].MacsPerStep);
        Assert.Equal(108 + 16 + 4 + 72, summary.Parameters);
        Assert.Equal(9 * 3 * 4 * 32 + 2 * (16 * 32 + 9 * 8 * 128), summary.Macs);
        Assert.Equal(9 * 3 * 4 * 32 + 16 * 32 + 9 * 8 * 128, summary.MacsPerStep);
        Assert.Equal(2 * 4 * 32, summary.Neurons);
    }

    [Fact]
    public void The_first_layer_of_SpikeYolo_s_at_640_needs_its_published_macs()
    {
        var g = new GraphBuilder(Graphs.Info(timeSteps: 4, size: 640));
        g.Output("y", g.Convolution("model.1", g.Input(3), Graphs.Weight(new float[64 * 3 * 49], 64, 3, 7, 7), stride: 4, padding: 2));
        var summary = GraphSummary.Of(g.Build(), 640, 640);
        Assert.Equal(new ValueShape(64, 160, 160, false), summary.Layers[1].Shape);
        Assert.Equal(240_844_800, summary.Macs);
    }

    [Fact]
    public void The_head_holds_its_frozen_bins()
    {
        var g = new GraphBuilder(Graphs.Info());
        g.Output("y", g.DetectionHead("head", new DetectionHead(1, 4, [8]), g.Input(8)));
        var summary = GraphSummary.Of(g.Build(), 3, 5);
        Assert.Equal(1, summary.Parameters);
        Assert.Equal(new ValueShape(8, 1, 15, false), summary.Layers[1].Shape);
    }
}
