using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;
using static SpikeSharp.Cli.Tests.Verbs.Commands;

namespace SpikeSharp.Cli.Tests.Verbs;

/// <summary>The authors' weights and image through the command line.</summary>
[Trait("Category", "Golden")]
public sealed class ForwardGoldenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("model_T1", false)]
    [InlineData("model_T2", false)]
    [InlineData("model_T1", true)]
    [InlineData("model_T2", true)]
    public void The_authors_weights_give_the_authors_numbers_by_network_and_by_graph(string id, bool compiled)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var (weights, image, result, graph) = (
            At("weights.safetensors"),
            At("image.safetensors"),
            At("result.safetensors"),
            At("net.spk.safetensors")
        );
        var state = golden.Under("state");
        SafetensorsWriter.Write(
            weights,
            [.. golden.Names(state).Select(name => ForwardVerbTests.Copy(golden.Tensors, name, name[state.Length..]))]
        );
        SafetensorsWriter.Write(image, [ForwardVerbTests.Copy(golden.Tensors, "image", "image")]);
        string[] network =
        [
            "--model",
            "spikeyolo",
            "--weights",
            weights,
            .. ((string[])["depth_multiple", "width_multiple", "max_channels", "nc", "T", "D", "decay"]).SelectMany(name =>
                new[] { "--" + name, golden.Params.GetProperty(name).GetRawText() }
            ),
        ];
        if (compiled)
            Run(["compile", .. network, "-o", graph]).Done();

        Run(["forward", .. compiled ? new[] { "--model", graph } : [.. network, "--strict"], "--input", image, "--output", result]).Done();

        using var file = SafetensorsFile.Open(result);
        foreach (var name in golden.Series("raw#"))
        {
            var raw = Path.GetFileName(name);
            Assert.Equal(golden.Tensors.Tensors[name].Shape, file.Tensors[raw].Shape);
            golden.Compare<float>(name, file.Floats(raw), "raw maps and layer outputs");
        }
        var y = golden.Name("y");
        Assert.Equal(golden.Tensors.Tensors[y].Shape, file.Tensors["y"].Shape);
        Near(golden, y, file.Doubles("y"));
    }

    // [images, 4 + classes, anchors]: boxes have one tolerance, classes another.
    private static void Near(GoldenCase golden, string name, double[] got)
    {
        var shape = golden.Shape(name);
        var boxes = 4 * shape[2];
        foreach (var (expected, image) in golden.Doubles(name).Chunk(shape[1] * shape[2]).Zip(got.Chunk(shape[1] * shape[2])))
        {
            GoldenCase.Near(name, expected[..boxes], image[..boxes], golden.Within("y boxes").Abs, golden.Within("y boxes").Rel);
            GoldenCase.Near(name, expected[boxes..], image[boxes..], golden.Within("y classes").Abs, golden.Within("y classes").Rel);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);
}
