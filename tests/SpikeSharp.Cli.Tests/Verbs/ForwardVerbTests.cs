using SpikeSharp.Graph.Safetensors;
using static SpikeSharp.Cli.Tests.Verbs.Commands;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(TrainedNetwork.Collection.Name)]
public sealed class ForwardVerbTests(TrainedNetwork trained)
{
    private static readonly string[] Tiny =
    [
        "--model",
        "spikeyolo",
        "--depth-multiple",
        "0.33",
        "--width-multiple",
        "0.0625",
        "--nc",
        "5",
        "--D",
        "4",
    ];

    [Fact]
    public void Every_image_of_a_batch_is_run_by_itself()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 2 * 3 * 64 * 32).Select(_ => random.NextSingle()).ToArray();
        Run("forward", "--model", trained.Best, "--input", Image("two", values, 2, 3, 64, 32), "--output", trained.At("two-result")).Done();
        Run(
                "forward",
                "--model",
                trained.Best,
                "--input",
                Image("second", values[(3 * 64 * 32)..], 1, 3, 64, 32),
                "--output",
                trained.At("second-result")
            )
            .Done();
        using var two = SafetensorsFile.Open(trained.At("two-result"));
        using var second = SafetensorsFile.Open(trained.At("second-result"));
        foreach (var name in (string[])["y", "raw0", "raw1", "raw2"])
        {
            var (both, one) = (two.Floats(name), second.Floats(name));
            Assert.Equal(2, two.Tensors[name].Shape[0]);
            Assert.Equal(one, both[one.Length..]);
        }
    }

    [Fact]
    public void Missing_and_unexpected_weights_are_named_and_refused_when_strict()
    {
        using var best = SafetensorsFile.Open(trained.Best);
        var path = trained.At("partly.safetensors");
        var kept = best.Tensors.Keys.Where(name => name != "model.10.bn.bias").Select(name => Copy(best, name, name));
        SafetensorsWriter.Write(path, [.. kept, TensorSource.Of<float>("model.99.weight", new float[1], 1)]);
        string[] words =
        [
            "forward",
            .. Tiny,
            "--T",
            "2",
            "--weights",
            path,
            "--input",
            Image("zeros", new float[3 * 32 * 32], 1, 3, 32, 32),
            "--output",
            trained.At("partly-result"),
        ];
        var result = Run(words).Done();
        Assert.Contains(
            "754 weights matched, 1 missing (model.10.bn.bias), 1 unexpected (model.99.weight)",
            result.Output,
            StringComparison.Ordinal
        );
        Run([.. words, "--strict"]).Fails(4, "1 missing (model.10.bn.bias)", "--strict");
    }

    [Fact]
    public void Bad_tensors_are_refused_with_their_reason()
    {
        Check("[N, 3, H, W]", Image("odd", new float[3 * 40 * 32], 1, 3, 40, 32));
        Check("[N, 3, H, W]", Image("grey", new float[32 * 32], 1, 1, 32, 32));
        Check("[N, C, H, W]", Image("none", [], 0, 3, 32, 32));
        Check("[N, C, H, W]", Image("flat", new float[3 * 32 * 32], 3, 32, 32));
        Check("NaN", Image("nan", [.. Enumerable.Repeat(float.NaN, 3 * 32 * 32)], 1, 3, 32, 32));
        Check("no tensor 'image'", trained.Best);
        Run("forward", "--model", trained.Best, "--input", trained.At("absent"), "--output", trained.At("refused.safetensors"))
            .Fails(3, "absent");
        Assert.False(File.Exists(trained.At("refused.safetensors")));

        void Check(string reason, string path) =>
            Run("forward", "--model", trained.Best, "--input", path, "--output", trained.At("refused.safetensors")).Fails(4, reason);
    }

    [Fact]
    public void Fresh_weights_are_said_to_be_fresh() =>
        Assert.Contains(
            "untrained",
            Run(["forward", .. Tiny, "--input", Image("black", new float[3 * 32 * 32], 1, 3, 32, 32), "--output", trained.At("fresh")])
                .Done()
                .Errors,
            StringComparison.Ordinal
        );

    private string Image(string name, float[] values, params long[] shape)
    {
        var path = trained.At(name + "-image.safetensors");
        SafetensorsWriter.Write(path, [TensorSource.Of<float>("image", values, shape)]);
        return path;
    }

    internal static TensorSource Copy(SafetensorsFile file, string name, string to) =>
        new(to, file.Tensors[name].DType, file.Tensors[name].Shape, stream => stream.Write(file.Bytes(name)));
}
