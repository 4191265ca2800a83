using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;

namespace SpikeSharp.Onnx.Tests.Import;

/// <summary>Every operator, against what ONNX Runtime makes of it: one small file an operator, with its input.</summary>
public sealed class OnnxZooTests
{
    // float32 against float64, the sums in another order; a detector has many layers.
    private const double Tolerance = 1e-5,
        DetectorTolerance = 1e-4;

    private static readonly string Zoo = Path.Combine(TestData.Repository, "tests", "SpikeSharp.Onnx.Tests", "Zoo");

    public static TheoryData<string> Models =>
        [.. Directory.EnumerateFiles(Zoo, "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Models))]
    public void Interpreter_and_engine_give_the_numbers_of_ONNX_Runtime(string model)
    {
        var path = Path.Combine(Zoo, model + ".onnx");
        using var file = SafetensorsFile.Open(Path.Combine(Zoo, model + ".safetensors"));
        int[] shape = [.. file.Tensors["image"].Shape.Select(size => (int)size)];
        var image = new InputTensor(shape[1], shape[2], shape[3], file.Floats("image"));
        var tolerance = model.StartsWith("yolov8", StringComparison.Ordinal) ? DetectorTolerance : Tolerance;
        ImportedNetwork.AgreesWithOnnxRuntime(path, image, _ => (tolerance, tolerance));
    }

    [Theory]
    [InlineData("yolov8_detect", 16, new[] { 4, 8, 16 })]
    [InlineData("yolov8_detect_one_level", 8, new[] { 8 })]
    public void The_end_of_a_YOLOv8_becomes_a_detection_head(string model, int regMax, int[] strides)
    {
        var graph = OnnxFile.Load(Path.Combine(Zoo, model + ".onnx"));
        var head = Assert.IsType<DetectionHead>(graph.Node("y").Operation);
        Assert.Equal((regMax, 3), (head.RegMax, head.ClassCount));
        Assert.Equal(strides, head.Strides);
        Assert.Equal(strides, graph.Info.Strides);
        Assert.Equal(["cat", "dog's", "bird"], graph.Info.ClassNames);
        Assert.DoesNotContain(graph.Nodes, node => node.Operation is Softmax);
    }

    [Theory]
    [InlineData("conv", "y", typeof(Convolution))]
    [InlineData("max_pool", "y", typeof(MaxPool))]
    [InlineData("relu", "y", typeof(Relu))]
    [InlineData("batch_norm", "y", typeof(Affine))]
    [InlineData("matmul_add", "y", typeof(Affine))]
    [InlineData("add", "y", typeof(Add))]
    [InlineData("concat", "y", typeof(Concat))]
    [InlineData("upsample_9", "y", typeof(Upsample))]
    [InlineData("resize_default_twice", "y", typeof(Upsample))]
    [InlineData("max_zero", "y", typeof(Relu))]
    [InlineData("global_average_pool", "y", typeof(Reduce))]
    public void Operators_become_the_operations_that_a_converter_looks_for(string model, string node, Type operation) =>
        Assert.IsType(operation, OnnxFile.Load(Path.Combine(Zoo, model + ".onnx")).Node(node).Operation);
}
