using System.Text.Json;
using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Energy;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Testing;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Golden;

/// <summary>The compiled network, run by the reference interpreter, against the authors' unmerged one.</summary>
[Trait("Category", "Golden")]
public sealed class GraphGoldenTests
{
    // The file of counts gives six digits and more; it states no tolerance.
    private const double CountTolerance = 1e-6;

    [SkippableTheory]
    [InlineData("model_T1")]
    [InlineData("model_T2")]
    public void The_compiled_network_fires_spike_for_spike_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var (graph, images) = (Compile(golden), Images(golden));
        Assert.True(SpikeDrivenCheck.Run(graph).IsSpikeDriven);
        var counter = new OperationCounter(graph);
        var runs = images.Select(image => counter.Add(image)).ToArray();
        var counts = counter.Average();

        golden.Compare<double>(golden.Name("mean_integer"), counts.FiringRates.Select(r => r.MeanInteger).ToArray(), "spikes");
        foreach (var name in golden.Series("raw#"))
            golden.Compare<float>(
                name,
                runs.SelectMany(r => r.Outputs[Path.GetFileName(name)].ToFloats()).ToArray(),
                "raw maps and layer outputs"
            );
        GoldenDetections.Compare(golden, [.. runs.Select(r => r.Outputs["y"].ToFloats())]);

        using var ops = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(golden.FilePath, null) + "_ops.json"));
        var expected = ops.RootElement.GetProperty(Path.GetDirectoryName(golden.Name("y"))!);
        Assert.Equal(
            expected.GetProperty("neuron_names").EnumerateArray().Select(n => n.GetString()),
            counts.FiringRates.Select(r => r.Node)
        );
        CompareCounts(expected, counts, golden.Int("T"));
    }

    private static void CompareCounts(JsonElement expected, OperationCounts counts, int steps)
    {
        var rows = expected.GetProperty("convolutions").EnumerateArray().ToDictionary(r => r.GetProperty("layer").GetString()!);
        Assert.Equal(rows.Keys.Order(), counts.Layers.Select(c => c.Node).Order());
        foreach (var count in counts.Layers)
        {
            // The authors' network computes the first layer at every time step; ours once.
            var times = (count.SeesSpikes ? 1 : steps) * counts.Images;
            double[] wanted =
            [
                .. (
                    (string[])
                        ["dense_macs_per_step_and_image", "mean_integer_input", "nonzero_fraction", "event_driven_accumulations_total"]
                ).Select(n => rows[count.Node].GetProperty(n).GetDouble()),
            ];
            GoldenCase.Near(
                count.Node,
                wanted,
                [count.MacsPerStep, count.MeanInput, count.NonZeroShare, count.Accumulations * times],
                0,
                CountTolerance
            );
        }
        var energy = EnergyReport.Of(counts, EnergyModel.Float32 with { RepeatStaticLayers = true });
        GoldenCase.Near(
            "energy",
            [expected.GetProperty("energy_pJ_per_image").GetDouble() * 1e-9],
            [energy.Millijoules],
            0,
            CountTolerance
        );
    }

    private static SpikeGraph Compile(GoldenCase golden)
    {
        using var scope = new TensorScope();
        using var model = ModelGoldenTests.Build(golden, golden.Int("T"), golden.Int("D"));
        model.Weights.Load(golden.State());
        var names = Enumerable.Range(0, golden.Int("nc")).Select(i => $"class{i}").ToArray();
        return GraphCompiler.Compile(model, new ModelDescription(model.Options, names, golden.Shape("image").Max()));
    }

    private static InputTensor[] Images(GoldenCase golden)
    {
        var shape = golden.Shape("image");
        return
        [
            .. golden
                .Floats("image")
                .Chunk(shape[1] * shape[2] * shape[3])
                .Select(values => new InputTensor(shape[1], shape[2], shape[3], values)),
        ];
    }
}
