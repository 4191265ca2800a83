using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests;

public sealed class SpikeGraphTests
{
    private static readonly GraphNode Image = new("image", new Input(1), []);

    private static GraphException Refused(params GraphNode[] nodes) =>
        Assert.Throws<GraphException>(() => new SpikeGraph(Graphs.Info(), nodes, [new GraphOutput("y", nodes[^1].Name)]));

    [Fact]
    public void A_cycle_is_refused_at_the_node_that_looks_ahead()
    {
        var e = Refused(Image, new GraphNode("a", new Add(), ["image", "b"]), new GraphNode("b", new Upsample(1), ["a"]));
        Assert.Equal("a", e.Node);
        Assert.Contains("cycles", e.Message);
        Assert.Equal("a", Refused(Image, new GraphNode("a", new Upsample(1), ["a"])).Node);
    }

    [Fact]
    public void A_dangling_input_is_refused() =>
        Assert.Contains("'nobody'", Refused(Image, new GraphNode("a", new Upsample(1), ["nobody"])).Message);

    [Fact]
    public void A_wrong_number_of_inputs_is_refused()
    {
        Assert.Contains("wanted 2 or more", Refused(Image, new GraphNode("a", new Add(), ["image"])).Message);
        Assert.Contains("wanted 1", Refused(Image, new GraphNode("a", new Upsample(1), ["image", "image"])).Message);
        Assert.Contains("wanted 0", Refused(Image, new GraphNode("a", new Input(1), ["image"])).Message);
    }

    [Fact]
    public void An_output_without_its_value_and_a_doubled_output_are_refused()
    {
        Assert.Throws<GraphException>(() => new SpikeGraph(Graphs.Info(), [Image], [new GraphOutput("y", "z")]));
        Assert.Throws<GraphException>(() =>
            new SpikeGraph(Graphs.Info(), [Image], [new GraphOutput("y", "image"), new GraphOutput("y", "image")])
        );
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1025, 8)]
    [InlineData(1, 0)]
    [InlineData(1, 16385)]
    public void Time_steps_and_image_size_outside_their_range_are_refused(int timeSteps, int size)
    {
        Assert.Throws<GraphException>(() => new SpikeGraph(Graphs.Info(timeSteps, size), [Image], [new GraphOutput("y", "image")]));
    }

    [Fact]
    public void Shapes_that_explode_are_refused_before_anything_is_allocated()
    {
        var nodes = new List<GraphNode> { Image };
        for (var i = 0; i < 20; i++)
            nodes.Add(new GraphNode($"up{i}", new Upsample(64), [nodes[^1].Name]));
        Assert.Contains("exceeds", Refused([.. nodes]).Message);
        nodes = [Image];
        for (var i = 0; i < 40; i++)
            nodes.Add(new GraphNode($"cat{i}", new Concat(), [nodes[^1].Name, nodes[^1].Name]));
        Assert.Contains("exceeds", Refused([.. nodes]).Message);
    }

    [Fact]
    public void A_window_larger_than_the_image_is_refused()
    {
        var weight = Graphs.Weight(new float[121], 1, 1, 11, 11);
        Assert.Contains("output would be", Refused(Image, new GraphNode("c", new Convolution(weight), ["image"])).Message);
    }

    public static TheoryData<Operation> WrongParameters =>
        new()
        {
            new Convolution(Graphs.Weight(new float[1], 1, 1, 1)),
            new Convolution(Graphs.Weight(new float[1], 1, 1, 1, 1), Stride: 0),
            new Convolution(Graphs.Weight(new float[1], 1, 1, 1, 1), Padding: -1),
            new Convolution(Graphs.Weight(new float[1], 1, 1, 1, 1), Padding: int.MaxValue),
            new Convolution(Graphs.Weight(new float[1], 1, 1, 1, 1), Groups: 0),
            new Convolution(Graphs.Weight(new float[3], 3, 1, 1, 1), Groups: 2),
            new Convolution(Graphs.Weight(new float[1], 1, 1, 1, 1), Graphs.Weight(new float[2], 2)),
            new Convolution(Graphs.Weight(new float[1], 1, 1, 1, 1), Graphs.Weight(new float[1], 1, 1)),
            new ILif(0),
            new ILif(256),
            new ILif(4, float.NaN),
            new ILif(4, 1.5f),
            new Lif(Threshold: 0),
            new Lif(Threshold: float.PositiveInfinity),
            new MaxPool(0, 2, 0),
            new MaxPool(3, 0, 1),
            new MaxPool(3, 1, 2),
            new MaxPool(1, 1, 0) { OverTime = PoolingOverTime.Lossless },
            new MaxPool(PoolingWindow.Square(2, 1, 1) with { DilationHeight = 9 }),
            new MaxPool(PoolingWindow.Square(2, 1, 0) with { KernelWidth = 0 }),
            new MaxPool(PoolingWindow.Square(3, 1, 1) with { PadRight = 2 }),
            new MaxPool(PoolingWindow.Square(3, 1, 1) with { PadLeft = -1 }),
            new MaxPool(PoolingWindow.Square(int.MaxValue, 1, 1)),
            new MaxPool(PoolingWindow.Square(3, 1, 1) with { DilationWidth = int.MaxValue }),
            new AveragePool(PoolingWindow.Square(3, int.MaxValue, 1), true),
            new Convolution(Graphs.Weight(new float[1], 1, 1, 1, 1)) { Dilation = 0 },
            new Convolution(Graphs.Weight(new float[4], 1, 1, 2, 2), Padding: 1024) { Dilation = int.MaxValue },
            new Relu(float.NaN),
            new Relu(Ceiling: 0),
            new Relu(Ceiling: float.PositiveInfinity),
            new Pad(-1, 0, 0, 0),
            new Pad(0, 0, 0, int.MaxValue),
            new Spread(0),
            new Spread(1025),
            new Slice(Axis.Height, -1),
            new Slice(Axis.Height, 8),
            new Slice(Axis.Width, 3, 3),
            new Slice(Axis.Width, 0, 8, 0),
            new Gather(Axis.Channels, []),
            new Gather(Axis.Channels, [1]),
            new Gather(Axis.Width, [0, -1]),
            new Gather(Axis.Width, new int[(1 << 20) + 1]),
            new Reshape(0, 0, 0),
            new Reshape(-1, 8, -8),
            new Reshape(2, 8, 8),
            new Reshape(int.MaxValue, int.MaxValue, int.MaxValue),
            new Permute([], [], 1, 8, 8),
            new Permute([8, 8], [0, 2], 1, 8, 8),
            new Permute([8, 8], [0, 0], 1, 8, 8),
            new Permute([8, 8], [0], 1, 8, 8),
            new Permute([8, 8], [1, 0], 1, 8, 9),
            new Permute([int.MaxValue, int.MaxValue, int.MaxValue], [0, 1, 2], 1, 8, 8),
            new Permute([-8, -8], [0, 1], 1, 8, 8),
            new Permute([64, 1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 2, 3, 4, 5, 6, 7, 8], 1, 8, 8),
            new Affine(Graphs.Weight(new float[1], 1), Graphs.Weight(new float[2], 2)),
            new Affine(Graphs.Weight(new float[1], 1, 1), Graphs.Weight(new float[1], 1)),
            new Resize(ResizeKind.Linear, 0, 8, ResizeCoordinates.HalfPixel),
            new Resize(ResizeKind.Linear, 8, int.MaxValue, ResizeCoordinates.HalfPixel),
            new Resize(ResizeKind.Linear, 8, 8, ResizeCoordinates.HalfPixel) { ScaleHeight = float.NaN },
            new Resize(ResizeKind.Linear, 8, 8, ResizeCoordinates.HalfPixel) { ScaleWidth = -1 },
            new Resize(ResizeKind.Linear, 8, 8, ResizeCoordinates.HalfPixel) { ScaleWidth = 0.001f },
            new Resize(ResizeKind.Linear, 8, 8, ResizeCoordinates.HalfPixel) { ScaleWidth = 1e30f },
            new Resize(ResizeKind.Cubic, 8, 8, ResizeCoordinates.HalfPixel) { CubicCoefficient = float.NaN },
            new Activation(ActivationKind.Elu, float.NaN),
            new Activation(ActivationKind.Clip, 1, 0),
            new Combine(CombineKind.Add),
            new Constant(Graphs.Weight(new float[1], 1, 1, 1)),
            new Upsample(0),
            new Upsample(65),
            new DetectionHead(0, 1, [8]),
            new DetectionHead(16, 1, [8]),
            new DetectionHead(16, 1, []),
            new DetectionHead(16, -63, [8]),
            new DetectionHead(16, 1, [0]),
        };

    [Theory]
    [MemberData(nameof(WrongParameters))]
    public void A_parameter_outside_its_range_is_refused_and_the_node_named(Operation operation)
    {
        Assert.Equal("n", Refused(Image, new GraphNode("n", operation, ["image"])).Node);
    }

    [Theory]
    [InlineData(new int[0], 0)]
    [InlineData(new[] { 2 }, 1)]
    [InlineData(new[] { -1 }, 0)]
    [InlineData(new[] { 0, 3 }, 0)]
    [InlineData(new[] { 65536, 65536 }, 0)]
    public void A_weight_whose_shape_and_numbers_disagree_is_refused(int[] shape, int count)
    {
        Assert.Throws<GraphException>(() => new WeightTensor(shape, new float[count]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_weight_or_image_that_is_not_finite_is_refused(float value)
    {
        Assert.Contains("position 1", Assert.Throws<GraphException>(() => new WeightTensor([2], [0, value])).Message);
        Assert.Contains("position 1", Assert.Throws<GraphException>(() => new InputTensor(1, 1, 2, [0, value])).Message);
    }
}
