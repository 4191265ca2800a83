using System.Text.Json;
using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Energy;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Testing;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Golden;

/// <summary>The compiled network, run by the reference interpreter, against the authors' unmerged one.</summary>
[Trait("Category", "Golden")]
public sealed class GraphGoldenTests
{
    [SkippableTheory]
    [InlineData("model_T1")]
    [InlineData("model_T2")]
    public void The_compiled_network_fires_spike_for_spike_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var (graph, image, prefix) = (Compile(golden), Image(golden), id["model_".Length..]);
        Assert.True(SpikeDrivenCheck.Run(graph).IsSpikeDriven);
        var counter = new OperationCounter(graph);
        var run = counter.Add(image);
        var steps = golden.Int("T");

        GoldenCase.Near("mean_integer", golden.Doubles($"{prefix}/mean_integer"), [.. run.FiringRates.Select(r => r.MeanInteger)], 1e-12, 0);
        var raw = golden.Tolerance.GetProperty("raw maps and layer outputs").GetProperty("abs").GetDouble();
        for (var i = 0; i < 3; i++) golden.Compare($"{prefix}/raw{i}", run.Outputs[$"raw{i}"].ToFloats(), raw);
        var y = run.Outputs["y"].ToFloats();
        CompareDecoded(golden, $"{prefix}/y", y);
        CompareSuppressed(golden, $"{prefix}/nms_image0", y);

        using var ops = JsonDocument.Parse(File.ReadAllText(Path.Combine(golden.Folder, "model_tiny_ops.json")));
        var expected = ops.RootElement.GetProperty(prefix);
        Assert.Equal(expected.GetProperty("neuron_names").EnumerateArray().Select(n => n.GetString()), run.FiringRates.Select(r => r.Node));
        CompareCounts(expected, counter.Average(), steps);
    }

    private static void CompareCounts(JsonElement expected, OperationCounts counts, int steps)
    {
        var rows = expected.GetProperty("convolutions").EnumerateArray().ToDictionary(r => r.GetProperty("layer").GetString()!);
        Assert.Equal(rows.Keys.Order(), counts.Convolutions.Select(c => c.Node).Order());
        foreach (var count in counts.Convolutions)
        {
            var row = rows[count.Node];
            Assert.Equal(row.GetProperty("dense_macs_per_step_and_image").GetInt64(), count.MacsPerStep);
            GoldenCase.Near(count.Node, [row.GetProperty("mean_integer_input").GetDouble()], [count.MeanInput], 0, 1e-6);
            // The authors' network computes the first layer at every time step; ours once.
            var times = count.SeesSpikes ? 1 : steps;
            GoldenCase.Near(count.Node, [row.GetProperty("event_driven_accumulations_total").GetDouble()], [count.Accumulations * times], 0, 1e-6);
        }
        var energy = EnergyReport.Of(counts, EnergyModel.Float32 with { RepeatStaticLayers = true });
        GoldenCase.Near("energy", [expected.GetProperty("energy_pJ_per_image").GetDouble() * 1e-9], [energy.Millijoules], 0, 1e-6);
    }

    // Boxes within their tolerance, then classes within theirs.
    private static void CompareDecoded(GoldenCase golden, string name, float[] y)
    {
        var expected = golden.Doubles(name);
        var boxes = y.Length / (4 + golden.Int("nc")) * 4;
        GoldenCase.Near(name, expected.AsSpan(0, boxes), [.. y.Take(boxes).Select(v => (double)v)], golden.Tolerance.GetProperty("y boxes").GetProperty("abs").GetDouble(), 0);
        GoldenCase.Near(name, expected.AsSpan(boxes), [.. y.Skip(boxes).Select(v => (double)v)], golden.Tolerance.GetProperty("y classes").GetProperty("abs").GetDouble(), 0);
    }

    private static void CompareSuppressed(GoldenCase golden, string name, float[] y)
    {
        var nms = golden.Params.GetProperty("nms");
        var found = NonMaximumSuppression.Run(y, golden.Int("nc"), new SuppressionOptions
        {
            Confidence = nms.GetProperty("conf").GetDouble(), IoU = nms.GetProperty("iou").GetDouble(),
            MultiLabel = nms.GetProperty("multi_label").GetBoolean(), MaxDetections = nms.GetProperty("max_det").GetInt32(),
        });
        var rows = found.SelectMany(d => new double[] { d.Box.X1, d.Box.Y1, d.Box.X2, d.Box.Y2, d.Confidence, d.Class }).ToArray();
        GoldenCase.Near(name, golden.Doubles(name), rows, golden.Tolerance.GetProperty("y boxes").GetProperty("abs").GetDouble(), 0);
    }

    private static SpikeGraph Compile(GoldenCase golden)
    {
        using var scope = new TensorScope();
        using var model = ModelGoldenTests.Tiny(golden, golden.Int("T"));
        model.Weights.Load(golden.State("state/"));
        var names = Enumerable.Range(0, golden.Int("nc")).Select(i => $"class{i}").ToArray();
        return GraphCompiler.Compile(model, new ModelDescription(model.Options, names, 96));
    }

    private static ImageTensor Image(GoldenCase golden)
    {
        var shape = golden.Shape("image");
        return new ImageTensor((int)shape[1], (int)shape[2], (int)shape[3], golden.Floats("image"));
    }
}
