using System.Text.Json;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Testing;

namespace SpikeSharp.Conversion.Tests;

/// <summary>A network of golden/spicalib: its graph, from the file's own description.</summary>
internal static class GoldenNetwork
{
    /// <summary>The ANN of a case's file.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="input">Images [B, C, H, W]; decides the size.</param>
    internal static SpikeGraph Read(GoldenCase golden, string input = "input")
    {
        using var description = JsonDocument.Parse(golden.Tensors.Metadata["graph"]);
        var shape = golden.Shape(input);
        var builder = new GraphBuilder(new GraphInfo("golden", 1, shape[2]));
        var values = new Dictionary<string, GraphValue> { ["input"] = builder.Input(shape[1], "input") };
        foreach (var node in description.RootElement.EnumerateArray())
        {
            string op = node.GetProperty("op").GetString()!,
                name = node.GetProperty("name").GetString()!,
                output = node.GetProperty("output").GetString()!;
            GraphValue[] inputs = [.. node.GetProperty("inputs").EnumerateArray().Select(i => values[i.GetString()!])];
            int Int(string key) => node.GetProperty(key).GetInt32();
            // Activations keep the name under which the file has their spikes.
            values.Add(
                output,
                builder.Add(
                    op == "Relu" ? name : output,
                    op switch
                    {
                        "Conv" => new Convolution(
                            Weight(golden, $"w.{name}.weight"),
                            Bias(golden, $"w.{name}.bias"),
                            Int("stride"),
                            Int("pad"),
                            Int("groups")
                        )
                        {
                            Dilation = Int("dilation"),
                        },
                        "Gemm" => new Convolution(Dense(golden, $"w.{name}.weight"), Bias(golden, $"w.{name}.bias")),
                        "BatchNorm" => BatchNorm(golden, $"w.{name}", node.GetProperty("eps").GetDouble()),
                        "Relu" => new Relu(
                            Ceiling: node.GetProperty("max").ValueKind == JsonValueKind.Null ? null : node.GetProperty("max").GetSingle()
                        ),
                        "MaxPool" => new MaxPool(Int("kernel"), Int("stride"), Int("pad")),
                        "Upsample" => new Upsample(Int("scale")),
                        "Concat" => new Concat(),
                        "Add" => new Add(),
                        "GlobalAvgPool" => new Reduce(ReduceKind.Mean, OverChannels: false, OverHeight: true, OverWidth: true),
                        "Flatten" => new Reshape((int)inputs[0].Shape.Count, 1, 1),
                        _ => throw new InvalidOperationException(op),
                    },
                    inputs
                )
            );
        }
        using var outputs = JsonDocument.Parse(golden.Tensors.Metadata["outputs"]);
        foreach (var output in outputs.RootElement.EnumerateArray())
            builder.Output(output.GetString()!, values[output.GetString()!]);
        return builder.Build();
    }

    /// <summary>Names of the activations, by the tensors they give.</summary>
    internal static Dictionary<string, string> Activations(GoldenCase golden)
    {
        using var description = JsonDocument.Parse(golden.Tensors.Metadata["graph"]);
        return description
            .RootElement.EnumerateArray()
            .Where(node => node.GetProperty("op").GetString() == "Relu")
            .ToDictionary(node => node.GetProperty("output").GetString()!, node => node.GetProperty("name").GetString()!);
    }

    /// <summary>The outputs' names.</summary>
    internal static string[] Outputs(GoldenCase golden) => JsonSerializer.Deserialize<string[]>(golden.Tensors.Metadata["outputs"])!;

    /// <summary>Images [B, C, H, W] one by one.</summary>
    internal static InputTensor[] Images(GoldenCase golden, string name)
    {
        var shape = golden.Shape(name);
        var size = shape[1] * shape[2] * shape[3];
        var numbers = golden.Floats(name);
        return
        [
            .. Enumerable
                .Range(0, shape[0])
                .Select(b => new InputTensor(shape[1], shape[2], shape[3], numbers[(b * size)..((b + 1) * size)])),
        ];
    }

    /// <summary>A tensor of the file as a weight.</summary>
    internal static WeightTensor Weight(GoldenCase golden, string name) => new(golden.Shape(name), golden.Floats(name));

    /// <summary>k = g / √(s² + ε), shift = h − m·k (spec 1.5).</summary>
    internal static Affine BatchNorm(
        ReadOnlySpan<float> g,
        ReadOnlySpan<float> h,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        double eps
    )
    {
        var (scale, shift) = (new float[g.Length], new float[g.Length]);
        for (var c = 0; c < scale.Length; c++)
        {
            var k = g[c] / Math.Sqrt(variance[c] + eps);
            (scale[c], shift[c]) = ((float)k, (float)(h[c] - mean[c] * k));
        }
        return new Affine(new WeightTensor([scale.Length], scale), new WeightTensor([shift.Length], shift));
    }

    private static Affine BatchNorm(GoldenCase golden, string name, double eps) =>
        BatchNorm(
            golden.Floats($"{name}.weight"),
            golden.Floats($"{name}.bias"),
            golden.Floats($"{name}.mean"),
            golden.Floats($"{name}.var"),
            eps
        );

    private static WeightTensor? Bias(GoldenCase golden, string name) => golden.Has(name) ? Weight(golden, name) : null;

    private static WeightTensor Dense(GoldenCase golden, string name) => new([.. golden.Shape(name), 1, 1], golden.Floats(name));
}
