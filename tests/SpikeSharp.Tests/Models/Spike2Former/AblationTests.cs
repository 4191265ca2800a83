using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Models;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Torch;
using Model = SpikeSharp.Models.Spike2Former.Spike2Former;

namespace SpikeSharp.Tests.Models.Spike2Former;

public sealed class AblationTests
{
    private const string Layers = "decode_head.pixel_decoder.encoder.layers.";

    // What goes and what comes, by the beginnings of names after the encoder layer's number; of the others the shapes stay but for the one
    // named last.
    public static TheoryData<string, string[], string[], string> Parts =>
        new()
        {
            { "no-shortcut", ["decode_head.w", "decode_head.shortcut_conv."], [], "" },
            { "plain-shortcut", ["decode_head.shortcut_conv."], [], "" },
            { "membrane-shortcut", ["decode_head.shortcut_conv."], [], "" },
            { "no-encoder", [Layers], [], "" },
            { "attention-encoder", [Layers + "0.dcn.", Layers + "1.dcn."], [Layers + "0.attn.", Layers + "1.attn."], "" },
            { "no-esc", [Layers + "0.gamma1", Layers + "0.Conv.", Layers + "1.gamma1", Layers + "1.Conv."], [], "" },
            { "no-depthwise", [Layers + "0.dcn.dw_conv.", Layers + "1.dcn.dw_conv."], [], "" },
            { "full-pyramid", [], [], "decode_head.pixel_decoder.output_convs." },
            { "real-weights", [], [], "" },
            { "cross-normalised", [], [], "" },
            { "divide-by-8", [], [], "" },
        };

    public static TheoryData<string> Names => [.. Ablations.Names];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Each_takes_out_what_it_says_and_nothing_else(string name, string[] gone, string[] come, string reshaped)
    {
        using var whole = Build();
        using var ablated = Build(name);
        var (before, after) = (Shapes(whole), Shapes(ablated));
        Assert.Equal(Begin(before.Keys, gone), before.Keys.Except(after.Keys).Order());
        Assert.Equal(Begin(after.Keys, come), after.Keys.Except(before.Keys).Order());
        Assert.All(gone, prefix => Assert.Contains(before.Keys, key => key.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.All(come, prefix => Assert.Contains(after.Keys, key => key.StartsWith(prefix, StringComparison.Ordinal)));
        var changed = before.Keys.Intersect(after.Keys).Where(key => before[key] != after[key]).ToArray();
        Assert.All(changed, key => Assert.StartsWith(reshaped, key, StringComparison.Ordinal));
        Assert.Equal(reshaped.Length == 0 ? 0 : 3, changed.Length);

        // It is kept in checkpoints.
        var description = new ModelDescription(ablated.Options, ["a", "b", "c"], 64);
        Assert.Equal(
            name,
            Assert.Single(
                Ablations.NamesOf(((Spike2FormerOptions)ModelDescription.FromJson(description.ToJson(), "file").Options).Ablation)
            )
        );
        Assert.EndsWith("ablated: " + name, ablated.Options.Units, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_ablated_network_learns_and_its_graph_gives_its_scores(string name)
    {
        TorchRuntime.Seed(7);
        using var scope = new TensorScope();
        using var model = Build(name);
        Waken(model);
        model.Weights.Training = true;
        var (classes, masks) = model.Queries(model.Features(Tensor.RandomNormal(2, 3, 34, 50)), every: true);
        ((classes * classes).Sum() + (masks * masks).Sum()).Backward();
        Assert.All(model.Weights.Trained, entry => Assert.NotNull(entry.Tensor.Grad));
        model.Weights.Training = false;

        var image = Tensor.Random(1, 3, 34, 50);
        using var off = GradMode.Off();
        var graph = GraphCompiler.Compile(model, new ModelDescription(model.Options, ["a", "b", "c"], 64));
        var found = new ReferenceInterpreter(graph).Run(new InputTensor(3, 34, 50, image.ToArray<float>())).Outputs["raw0"].ToFloats();
        var expected = model.Scores(model.Forward(image), 34, 50).ToArray<float>();
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-3);
        Assert.True(found.Max() - found.Min() > 0.01, "the network says nothing");
    }

    [Fact]
    public void Real_weights_leave_out_their_neuron()
    {
        using var whole = Build();
        using var ablated = Build("real-weights");
        Assert.Equal([Layers + "0.dcn.mask_spike", Layers + "1.dcn.mask_spike"], Neurons(whole).Except(Neurons(ablated)).Order());
    }

    [Fact]
    public void Normalisations_change_what_a_spike_is_worth()
    {
        using var whole = Build();
        using var cross = Build("cross-normalised");
        using var eighth = Build("divide-by-8");
        const string Cross = "decode_head.transformer_decoder.layers.0.cross_attn.attn.q_conv.0",
            Self = "decode_head.transformer_decoder.layers.0.self_attn.attn.q_conv.0";
        using var both = Build("cross-normalised", "divide-by-8");
        var (usual, crossed, divided, together) = (Compile(whole), Compile(cross), Compile(eighth), Compile(both));
        Assert.Equal((1f, 0.5f, 0.5f), (Ratio(usual, crossed, Cross), Ratio(usual, divided, Cross), Ratio(usual, together, Cross)));
        Assert.Equal((4f, 0.5f, 4f), (Ratio(usual, crossed, Self), Ratio(usual, divided, Self), Ratio(usual, together, Self)));

        static float Ratio(SpikeGraph from, SpikeGraph to, string node) =>
            ((Convolution)to.Node(node).Operation).Weight.Values[0] / ((Convolution)from.Node(node).Operation).Weight.Values[0];
    }

    [Theory]
    [InlineData("no-shortcut", "plain-shortcut", "exclude")]
    [InlineData("no-encoder", "real-weights", "exclude")]
    [InlineData("full-pyramid", "no-esc", null)]
    public void Parts_that_are_not_there_cannot_be_changed(string first, string second, string? problem)
    {
        var said = new NetworkRequest { Classes = 3, Ablation = Ablations.Of([first, second]) };
        if (problem is null)
            Assert.Equal(said.Ablation, ((Spike2FormerOptions)ModelSource.Open("spike2former-nano", said).Description!.Options).Ablation);
        else
            Assert.Contains(
                problem,
                Assert.Throws<ArgumentException>(() => ModelSource.Open("spike2former-nano", said)).Message,
                StringComparison.Ordinal
            );
    }

    private static Model Build(params string[] ablate)
    {
        TorchRuntime.Seed(2);
        return (Model)
            ModelSource.Open("spike2former-nano", new() { Classes = 3, Ablation = Ablations.Of(ablate) }).Description!.Options.Build();
    }

    // γ, offsets and weights of the deformable attention begin as nothing, and statistics of no picture leave neurons silent.
    private static void Waken(Model model)
    {
        using var off = GradMode.Off();
        foreach (var entry in model.Weights.Trained)
        {
            if (entry.Name.Contains(".gamma", StringComparison.Ordinal))
                entry.Tensor.FillInPlace(0.7);
            if (
                entry.Name.Contains("dcn.offset.0.", StringComparison.Ordinal)
                || entry.Name.Contains("dcn.mask.0.", StringComparison.Ordinal)
            )
                entry.Tensor.UniformInPlace(-0.3, 0.3);
        }
        model.Weights.Training = true;
        for (var i = 0; i < 12; i++)
        {
            using var scope = new TensorScope();
            model.Forward(Tensor.Random(2, 3, 34, 50));
        }
        model.Weights.Training = false;
    }

    private static SpikeGraph Compile(Model model)
    {
        using var off = GradMode.Off();
        return GraphCompiler.Compile(model, new ModelDescription(model.Options, ["a", "b", "c"], 64));
    }

    private static IEnumerable<string> Neurons(Model model) =>
        Compile(model).Nodes.Where(node => node.Operation is Neuron).Select(node => node.Name);

    private static Dictionary<string, string> Shapes(Model model) =>
        model.Weights.Entries.ToDictionary(e => e.Name, e => string.Join(",", e.Tensor.Shape));

    private static IEnumerable<string> Begin(IEnumerable<string> names, string[] prefixes) =>
        names.Where(name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).Order();
}
