using System.Text;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;
using static SpikeSharp.Cli.Tests.Verbs.Commands;

namespace SpikeSharp.Cli.Tests.Verbs;

/// <summary>An ONNX file as `--model`.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private static readonly string Zoo = Path.Combine(TestData.Repository, "tests", "SpikeSharp.Onnx.Tests", "Zoo");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spikesharp-");

    private string At(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Forward_writes_the_outputs_under_their_names_and_shapes()
    {
        Run(
                "forward",
                "--model",
                Path.Combine(Zoo, "split.onnx"),
                "--input",
                Path.Combine(Zoo, "split.safetensors"),
                "--output",
                At("result")
            )
            .Done();
        using var wanted = SafetensorsFile.Open(Path.Combine(Zoo, "split.safetensors"));
        using var result = SafetensorsFile.Open(At("result"));
        Assert.Equal(["y", "z"], result.Tensors.Keys.Order());
        Assert.Equal(wanted.Tensors["y"].Shape, result.Tensors["y"].Shape);
        Assert.Equal(wanted.Floats("z"), result.Floats("z"));
    }

    [Fact]
    public void Forward_with_all_tensors_writes_what_lies_between_too()
    {
        Run(
                "forward",
                "--model",
                Path.Combine(Zoo, "split.onnx"),
                "--input",
                Path.Combine(Zoo, "split.safetensors"),
                "--output",
                At("result"),
                "--all-tensors"
            )
            .Done();
        using var result = SafetensorsFile.Open(At("result"));
        Assert.Equal(["b", "x", "y", "z"], result.Tensors.Keys.Order());
        Assert.Equal([1, 2, 3, 4], result.Tensors["b"].Shape);
    }

    [Fact]
    public void Info_lists_the_nodes()
    {
        var output = Run("info", "--model", Path.Combine(Zoo, "yolov8_detect.onnx")).Done().Output;
        Assert.Contains("detect", output, StringComparison.Ordinal);
        Assert.Contains("map0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_imported_is_one_line_each_and_a_file_that_is_not_there_is_another_status()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Zoo, "log_sqrt.onnx"));
        foreach (var name in (string[])["Sqrt", "Log"])
            Replace(bytes, name);
        File.WriteAllBytes(At("net.onnx"), bytes);
        var outcome = Run("info", "--model", At("net.onnx"));
        outcome.Fails(4, "does not know this operator");
        Assert.Equal(2, outcome.Errors.Trim('\n').Split('\n').Length);
        Run("info", "--model", At("absent.onnx")).Fails(3, "absent.onnx");
        File.WriteAllText(At("text.onnx"), "no model");
        Run("info", "--model", At("text.onnx")).Fails(4, "text.onnx", "no ONNX file");
    }

    // The same letters turned round: the lengths stay.
    private static void Replace(byte[] bytes, string name)
    {
        byte[] from = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name)];
        for (var at = bytes.AsSpan().IndexOf(from); at >= 0; at = bytes.AsSpan().IndexOf(from))
            bytes.AsSpan(at + 1, name.Length).Reverse();
    }
}
