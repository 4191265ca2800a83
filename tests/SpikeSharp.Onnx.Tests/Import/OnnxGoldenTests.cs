using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;

namespace SpikeSharp.Onnx.Tests.Import;

public sealed class OnnxGoldenTests
{
    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/onnx.cnn_small")]
    [InlineData("spicalib/onnx.res_small")]
    public void The_imported_network_gives_the_outputs_it_was_trained_to(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var graph = OnnxFile.Load(golden.FilePath);
        var (images, shape) = Tensor(golden, golden.Entry.GetProperty("inputs").GetProperty("input").GetString()!);
        var (wanted, _) = Tensor(golden, golden.Entry.GetProperty("expected").GetProperty("ann_output").GetString()!);
        var got = new List<double>();
        foreach (var image in images.Chunk(images.Length / shape[0]))
        {
            var run = new ReferenceInterpreter(graph).Run(
                new InputTensor(shape[1], shape[2], shape[3], Array.ConvertAll(image, x => (float)x))
            );
            got.AddRange(run.Outputs["fc_y"].Reals);
        }
        GoldenCase.Near(id, wanted, got.ToArray(), golden.Entry.GetProperty("tolerance").GetProperty("ann").GetDouble(), 0);
        Assert.Contains(graph.Nodes, node => node.Operation is Affine);
        Assert.Contains(graph.Nodes, node => node.Operation is Neuron);
        Assert.Equal([1, wanted.Length / shape[0]], OnnxTensors.OutputShape(graph, "fc_y")!);
    }

    // "cnn_float.safetensors:input"
    private static (double[] Values, int[] Shape) Tensor(GoldenCase golden, string place)
    {
        var parts = place.Split(':');
        using var file = SafetensorsFile.Open(Path.Combine(golden.Folder, parts[0]));
        return (file.Doubles(parts[1]), [.. file.Tensors[parts[1]].Shape.Select(size => (int)size)]);
    }
}
