using SpikeSharp.Graph;
using static SpikeSharp.Onnx.Export.OnnxMessages;

namespace SpikeSharp.Onnx.Tests.Import;

/// <summary>What cannot be imported is named, all of it at once, in the words of spec 6.3.</summary>
public sealed class OnnxProblemTests : IDisposable
{
    private readonly OnnxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_offender_is_listed_with_its_code_even_behind_another()
    {
        var file = new OnnxWriter { Opset = 14 }
            .Input("x", 1, 2, 8, 8)
            .Node("LSTM", "x", "a")
            .Node("Conv", ["a", "x"], ["b"])
            .Node("BatchNormalization", ["b", "s", "s", "s", "s"], ["c"], Attribute("training_mode", 1))
            .Node("MaxPool", ["c"], ["d", "places"], Attribute("kernel_shape", [2, 2]))
            .Node("Reshape", ["x", "d"], ["e"])
            .Node("Relu", "x", "r")
            .Node("Cast", ["r"], ["sizes"], Attribute("to", 1))
            .Node("Reshape", ["x", "sizes"], ["f"])
            .Node("Conv", ["x", "r"], ["g"])
            .Floats("s", [2], 1, 1)
            .Output("d")
            .Output("places")
            .Output("e")
            .Output("f")
            .Output("g")
            .ToBytes();
        var e = Assert.Throws<OnnxException>(() => _folder.Load(file));
        Assert.Equal(
            [("I1", "a"), ("E3", "b"), ("E7", "c"), ("E4", "d"), ("E5", "f"), ("E3", "g")],
            e.Problems.OrderBy(problem => problem.Node).Select(problem => (problem.Code, problem.Node))
        );
        Assert.Equal(6, e.Message.Split('\n').Length);
        Assert.All(e.Message.Split('\n'), line => Assert.StartsWith(_folder["net.onnx"] + ": ", line, StringComparison.Ordinal));
        Assert.Contains("Node 'a' (LSTM) is not imported: the importer does not know this operator.", e.Message, StringComparison.Ordinal);
        Assert.Contains("E3: Weights of 'b' are not constant; dynamic weights cannot be converted.", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            "E4: MaxPool 'd' returns indices; indices of accumulated spikes change over time and are not supported.",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "E5: Shape or index input of 'f' is not constant. Export the model with fixed shapes.",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("E7: BatchNormalization 'c' is in training mode; export in evaluation mode.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_a_line_break_stays_in_its_line()
    {
        var e = _folder.Refused(
            new OnnxWriter().Input("x", 1, 2, 8, 8).Node("Loop", "x", "a\nE3: b").Output("a\nE3: b").ToBytes(),
            "'a E3: b'"
        );
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(21)]
    [InlineData(0)]
    public void Another_opset_is_refused(long opset) =>
        _folder.Refused(
            new OnnxWriter { Opset = opset }
                .Input("x", 1, 2, 8, 8)
                .Node("Relu", "x", "y")
                .Output("y")
                .ToBytes(),
            "9 to 20 are read"
        );

    [Fact]
    public void An_open_size_is_asked_for_and_taken()
    {
        var file = new OnnxWriter().Input("x", 0, 3, -1, -1).Node("Relu", "x", "y").Output("y").ToBytes();
        _folder.Refused(file, "say the size of the image (imgsz)");
        Assert.Equal(48, _folder.Load(file, 48).Info.ImageSize);
        var (wide, name) = (OnnxFile.Load(_folder["net.onnx"], new(32, 64)), "y");
        Assert.Equal(new ValueShape(3, 32, 64, false), wide.InferShapes(32, 64)[name]);
        Assert.Equal((32, 64), (wide.Info.ImageSize, wide.Info.ImageWidth));
    }

    [Fact]
    public void A_file_for_a_batch_is_one_for_single_images()
    {
        var file = new OnnxWriter().Input("x", 4, 3, 2, 2).Integers("s", 4, -1).Node("Reshape", ["x", "s"], ["y"]).Output("y").ToBytes();
        Assert.Equal([1, 12], OnnxTensors.OutputShape(_folder.Load(file), "y")!);
    }

    [Fact]
    public void A_fixed_size_that_is_not_the_one_asked_for_is_said()
    {
        var file = new OnnxWriter().Input("x", 1, 3, 16, 16).Node("Relu", "x", "y").Output("y").ToBytes();
        Assert.Contains(
            "has height 16, and 32 is asked for",
            Assert.Throws<OnnxException>(() => _folder.Load(file, 32)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("2 inputs", new long[] { 1, 3, 8, 8 }, true)]
    [InlineData("has 5 axes", new long[] { 1, 3, 8, 8, 8 }, false)]
    [InlineData("leaves its channels open", new long[] { 1, 0, 8, 8 }, false)]
    [InlineData("at most 16384", new long[] { 1, 3, 8, 20000 }, false)]
    public void Inputs_that_are_no_image_are_refused(string sentence, long[] shape, bool second)
    {
        var writer = new OnnxWriter().Input("x", shape).Node("Relu", "x", "y").Output("y");
        _folder.Refused((second ? writer.Input("z", 1) : writer).ToBytes(), sentence);
    }

    [Fact]
    public void Tensors_that_are_a_nodes_numbers_under_another_name_are_found()
    {
        var file = new OnnxWriter()
            .Input("x", 1, 3, 4, 4)
            .Node("Relu", "x", "a")
            .Node("Dropout", "a", "b")
            .Node("Identity", "b", "c")
            .Node("Flatten", "c", "d")
            .Node("Identity", "d", "y")
            .Output("y")
            .ToBytes();
        var graph = _folder.Load(file);
        Assert.Equal("a", OnnxTensors.NodeOf(graph, "b"));
        Assert.Equal("a", OnnxTensors.NodeOf(graph, "c"));
        Assert.Equal("d", OnnxTensors.NodeOf(graph, "d"));
        Assert.Equal("d", OnnxTensors.NodeOf(graph, "y"));
        Assert.Null(OnnxTensors.NodeOf(graph, "nobody"));
        Assert.Equal(new GraphOutput("y", "d"), Assert.Single(graph.Outputs));
        Assert.Equal([1, 48], OnnxTensors.OutputShape(graph, "y")!);
    }

    [Theory]
    [InlineData("{0: 'a', 1: 'b'}", new[] { "a", "b" })]
    [InlineData("[\"a\", \"b c\"]", new[] { "a", "b c" })]
    [InlineData("{0: \"it's\", 1: 'say \\'no\\''}", new[] { "it's", "say 'no'" })]
    [InlineData("{1: 'a', 0: 'b'}", new string[0])]
    [InlineData("__import__", new string[0])]
    [InlineData("{0: 'a", new string[0])]
    public void Class_names_are_read_from_text_and_nothing_is_evaluated(string text, string[] names)
    {
        var writer = new OnnxWriter { Metadata = { ["names"] = text } }
            .Input("x", 1, 3, 4, 4)
            .Node("Relu", "x", "y")
            .Output("y");
        Assert.Equal(names, _folder.Load(writer.ToBytes()).Info.ClassNames);
    }
}
