using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Testing;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Tests.Golden.Spike2Former;

[Trait("Category", "Golden")]
public sealed class CompilationGoldenTests
{
    [SkippableTheory]
    [InlineData("spike2former/merge_repconv")]
    public void A_re_parameterised_convolution_merges_into_one(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        using var all = new StateDict();
        var context = GoldenModule.Context(golden);
        var stage = new RepStage(all.Root, context, golden.Shape("in.k")[1]);
        GoldenModule.LoadParameters(golden, all);
        golden.Compare("out.weight", stage.Merged.Weight);
        golden.Compare("out.bias", stage.Merged.Bias);
        golden.Compare("out.weight_folded", stage.Merged.Behind(context.NeuronAt(all.Root)).Weight);
    }

    [SkippableTheory]
    [InlineData("spike2former/merge_sepconv")]
    public void A_separable_convolution_without_a_neuron_inside_merges_into_one(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        using var all = new StateDict();
        var conv = new MetaSepConv(all.Root, GoldenModule.Context(golden), golden.Shape("out.y")[1]);
        GoldenModule.LoadParameters(golden, all);
        golden.Compare("out.weight", conv.Merged.Weight);
        golden.Compare("out.bias", conv.Merged.Bias);
    }

    [SkippableTheory]
    [InlineData("spike2former/model_eval", TokenLayout.Authors, "out.")]
    [InlineData("spike2former/model_eval", TokenLayout.Fixed, "out.fixed.")]
    [InlineData("spike2former/model_eval_D8", TokenLayout.Authors, "out.")]
    [InlineData("spike2former/model_eval_D8", TokenLayout.Fixed, "out.fixed.")]
    public void The_graph_of_integers_gives_what_the_network_gives(string id, TokenLayout layout, string prefix)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        using var model = ModelGoldenTests.Build(golden, layout);
        GoldenModule.LoadParameters(golden, model.Weights);
        var shape = golden.Shape("in.x");
        var g = new GraphBuilder(new GraphInfo("spike2former", 1, shape[2]) { ImageWidth = shape[3] });
        using (GradMode.Off())
            Emit(model, g);
        var graph = g.Build();
        var image = new InputTensor(3, shape[2], shape[3], golden.Floats("in.x"));

        var run = new ReferenceInterpreter(graph).Run(image);
        // Spec 10: the merged graph reproduces the network within 1e-3.
        Last(golden, prefix + "cls", Turned(run.Outputs["classes"]));
        Last(golden, prefix + "masks", run.Outputs["masks"].ToFloats());
        GoldenCase.Near(prefix + "seg_logits", golden.Doubles(prefix + "seg_logits"), run.Outputs["raw0"].Reals, 1e-3, 0);

        using var engine = new SpikeEngine(graph, new EngineOptions { Mode = EngineMode.Exact, Threads = 1 });
        GoldenCase.Near(
            "engine",
            run.Outputs["raw0"].Reals,
            Array.ConvertAll(engine.Run(image, r => r.Output("raw0")), x => (double)x),
            1e-3,
            0
        );

        var report = SpikeDrivenCheck.Run(graph);
        Assert.Empty(report.Violations);
        Assert.Equal("backbone.downsample1_1.encode_conv", Assert.Single(report.ImageLayers));
        var verification = IntegerBinaryVerification.Run(graph, [image]);
        Assert.True(verification.Passed, $"{verification.Differing} of {verification.Compared} spikes differ");
    }

    [SkippableTheory]
    [InlineData("spike2former/model_eval")]
    public void The_file_keeps_the_graph(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        using var model = ModelGoldenTests.Build(golden, TokenLayout.Authors);
        GoldenModule.LoadParameters(golden, model.Weights);
        var shape = golden.Shape("in.x");
        var g = new GraphBuilder(new GraphInfo("spike2former", 1, shape[2]) { ImageWidth = shape[3] });
        using (GradMode.Off())
            Emit(model, g);
        var path = Path.Combine(Path.GetTempPath(), $"spike2former-{Guid.NewGuid():N}.spk.safetensors");
        try
        {
            var graph = g.Build();
            GraphFile.Save(graph, path);
            var image = new InputTensor(3, shape[2], shape[3], golden.Floats("in.x"));
            Assert.Equal(
                new ReferenceInterpreter(graph).Run(image).Outputs["raw0"].ToFloats(),
                new ReferenceInterpreter(GraphFile.Load(path)).Run(image).Outputs["raw0"].ToFloats()
            );
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The golden picture is normalised already.
    private static void Emit(SpikeSharp.Models.Spike2Former.Spike2Former model, GraphBuilder g)
    {
        var image = g.Input(3);
        model.EmitNormalised(g, image, image);
    }

    // Of all supervised outputs the graph has the last.
    private static void Last(GoldenCase golden, string name, float[] got)
    {
        var all = golden.Doubles(name);
        GoldenCase.Near(name, all.AsSpan(all.Length - got.Length), Array.ConvertAll(got, x => (double)x), 1e-3, 0);
    }

    // [K + 1, 1, Q] as [Q, K + 1].
    private static float[] Turned(ValueTensor classes)
    {
        var (values, count, queries) = (classes.ToFloats(), classes.Shape.Channels, classes.Shape.Width);
        return [.. Enumerable.Range(0, queries).SelectMany(q => Enumerable.Range(0, count).Select(c => values[c * queries + q]))];
    }
}
