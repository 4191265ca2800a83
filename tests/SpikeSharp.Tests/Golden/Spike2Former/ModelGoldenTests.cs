using System.Text.Json;
using SpikeSharp.Checkpoints;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch.Optimisers;
using Model = SpikeSharp.Models.Spike2Former.Spike2Former;

namespace SpikeSharp.Tests.Golden.Spike2Former;

[Trait("Category", "Golden")]
public sealed class ModelGoldenTests
{
    [SkippableTheory]
    [InlineData("spike2former/backbone_tiny")]
    [InlineData("spike2former/backbone_tiny_D8")]
    public void The_backbone_computes_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        using var all = new StateDict();
        var backbone = new MetaSpikeFormer(
            all.Root,
            GoldenModule.Context(golden),
            channels: 3,
            [.. golden.Numbers("embed_dim").Select(c => (int)c)],
            golden.Int("num_heads")
        );
        GoldenModule.LoadParameters(golden, all);
        var outputs = backbone.Forward(golden.Tensor("in.x"));
        for (var i = 0; i < outputs.Length; i++)
            golden.Compare($"out.x{i + 1}", outputs[i]);
    }

    [SkippableTheory]
    [InlineData("spike2former/pixel_decoder", TokenLayout.Authors, "out.")]
    [InlineData("spike2former/pixel_decoder", TokenLayout.Fixed, "out.fixed.")]
    public void The_pixel_decoder_computes_as_the_authors(string id, TokenLayout layout, string prefix)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        using var all = new StateDict();
        var decoder = new PixelDecoder(
            all.Root,
            GoldenModule.Context(golden),
            [.. golden.Numbers("in_ch").Select(c => (int)c)],
            Variant(golden),
            layout
        );
        GoldenModule.LoadParameters(golden, all);
        var (levels, maskFeature) = decoder.Forward([.. Enumerable.Range(1, 4).Select(i => golden.Tensor($"in.x{i}"))]);
        for (var i = 0; i < levels.Length; i++)
            golden.Compare($"{prefix}level{i}", levels[i]);
        golden.Compare(prefix + "mask_feature", maskFeature);
    }

    [SkippableTheory]
    [InlineData("spike2former/sdme")]
    public void Queries_become_classes_and_masks_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        using var all = new StateDict();
        var embedding = new MaskEmbedding(
            all.Root,
            GoldenModule.Context(golden),
            golden.Int("C"),
            golden.Int("num_queries"),
            golden.Int("num_classes")
        );
        all.Load(golden.Tensors.ReadTensors("param."));
        Assert.Equal(MaskEmbedding.Alpha, golden.Double("alpha"));
        var stack = golden.Tensor("in.decoder_out"); // [O, N, Q, C]
        var (layers, batch, queries, channels) = stack.Size4;
        var (classes, spikes) = embedding.Forward(stack.Reshape(layers * batch, queries, channels).Transpose(1, 2).Unsqueeze(2));
        golden.Compare("out.cls", classes.Reshape(layers, batch, queries, -1));
        golden.Compare("out.mask_embed_spikes", spikes.Reshape(layers, batch, queries, channels));
        var feature = golden.Tensor("in.mask_feature");
        golden.Compare(
            "out.masks",
            spikes
                .Reshape(layers, batch, queries, channels)
                .MatMul(feature.Reshape(batch, channels, -1))
                .Reshape(layers, batch, queries, feature.Size(2), feature.Size(3))
        );
    }

    [SkippableTheory]
    [InlineData("spike2former/model_eval", TokenLayout.Authors, "out.")]
    [InlineData("spike2former/model_eval", TokenLayout.Fixed, "out.fixed.")]
    [InlineData("spike2former/model_eval_D8", TokenLayout.Authors, "out.")]
    [InlineData("spike2former/model_eval_D8", TokenLayout.Fixed, "out.fixed.")]
    public void The_whole_network_computes_as_the_authors(string id, TokenLayout layout, string prefix)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        using var model = Build(golden, layout);
        GoldenModule.LoadParameters(golden, model.Weights);
        var x = golden.Tensor("in.x");
        var features = model.Features(x);
        for (var i = 0; i < features.Length; i++)
            golden.Compare($"out.x{i + 1}", features[i]);
        var (classes, masks) = model.Queries(features, every: true);
        golden.Compare(prefix + "cls", classes);
        golden.Compare(prefix + "masks", masks);
        var (last, lastMasks) = model.Queries(features, every: false);
        var scores = model.Scores([last, lastMasks], x.Size(2), x.Size(3));
        golden.Compare(prefix + "seg_logits", scores);
        if (layout == TokenLayout.Authors)
            golden.Compare("out.seg", scores.ArgMax(1));
    }

    [SkippableTheory]
    [InlineData("spike2former/model_train_step", TokenLayout.Authors)]
    [InlineData("spike2former/model_train_step_fixed", TokenLayout.Fixed)]
    public void A_training_step_is_the_authors(string id, TokenLayout layout)
    {
        using var golden = GoldenCase.Open(id);
        using var first = GoldenCase.Open("spike2former", "model_train_step");
        using var scope = new TensorScope();
        using var model = Build(golden, layout);
        GoldenModule.LoadParameters(first, model.Weights);
        model.Weights.Training = true;

        var (classes, masks) = model.Queries(model.Features(first.Tensor("in.x")), every: true);
        golden.Compare("out.cls", classes, "forward");
        golden.Compare("out.masks", masks, "forward");
        var parts = new SetLoss(golden.Int("nc")).Compute(
            classes,
            masks,
            LossGoldenTests.Targets(first, "in.label_maps", golden.Int("nc"))
        );
        LossGoldenTests.Compare(golden, parts, "forward");
        var total = parts.Select(part => part.Class + part.Mask + part.Dice).Aggregate((a, b) => a + b);
        golden.Compare("out.total", total.Reshape(1), "forward");
        total.Backward();

        // norm(diff) <= a · (norm(tensor) + b · norm of all); the rule stands in the case of the authors' layout.
        var (ofTensor, ofAll) = (first.Rule("grad")[0], first.Rule("grad")[1]);
        var norm = Norm(golden.Names("grad.").SelectMany(golden.Floats));
        foreach (var name in golden.Names("grad."))
        {
            var expected = golden.Floats(name);
            var got = model.Weights[name["grad.".Length..]].Grad!.Contiguous().ToArray<float>();
            var difference = Norm(expected.Zip(got, (a, b) => a - b));
            Assert.True(
                difference <= ofTensor * (Norm(expected) + ofAll * norm),
                $"{name}: differs by {difference}, its norm is {Norm(expected)}"
            );
        }
        if (layout == TokenLayout.Fixed)
            return;
        foreach (var name in golden.Names("stat."))
            golden.Compare(name, model.Weights[name["stat.".Length..]], "forward");
        Step(golden, model, norm);
    }

    [SkippableTheory]
    [InlineData("standard", 150, 34_361_112)]
    [InlineData("nano", 11, 1_428_765)]
    [InlineData("micro", 11, 2_490_565)]
    [InlineData("tiny", 11, 6_675_845)]
    public void Sizes_have_the_parameters_of_the_specification(string name, int classes, long parameters)
    {
        using var model = (Model)
            new Spike2FormerOptions(
                Spike2FormerVariant.All.Single(v => v.Name == name),
                classes,
                new NeuronOptions(NeuronKind.NiLif)
            ).Build();
        Assert.Equal(parameters, model.Weights.ParameterCount);
    }

    [SkippableFact]
    public void The_names_are_those_of_the_authors()
    {
        var path = Path.Combine(TestData.Golden, "spike2former", "state_dict_ade20k.json");
        Skip.IfNot(File.Exists(path), $"absent: {path}");
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        var expected = file
            .RootElement.GetProperty("tensors")
            .EnumerateObject()
            .ToDictionary(t => t.Name, t => string.Join(",", t.Value.EnumerateArray().Select(n => n.GetInt64())));
        using var model = (Model)new Spike2FormerOptions(Spike2FormerVariant.All[^1], 150, new NeuronOptions(NeuronKind.NiLif)).Build();
        var got = model
            .Weights.Entries.Where(e => !e.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .ToDictionary(e => e.Name, e => string.Join(",", e.Tensor.Shape));
        Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal), got.OrderBy(e => e.Key, StringComparer.Ordinal));
    }

    private static void Step(GoldenCase golden, Model model, double norm)
    {
        var recipe = golden.Params.GetProperty("custom_keys");
        using var optimiser = new AdamW(Spike2FormerRecipe.Groups(model.Weights, golden.Double("weight_decay")));
        GoldenCase.Near("norm", [norm], [optimiser.ClipGradients(golden.Double("clip"))], 0, 1e-3);
        foreach (var group in optimiser.Groups)
        {
            var key = recipe
                .EnumerateObject()
                .OrderByDescending(k => k.Name.Length)
                .FirstOrDefault(k => group.Parameters[0].Name.Contains(k.Name, StringComparison.Ordinal))
                .Value;
            var (rate, decay) =
                key.ValueKind == JsonValueKind.Object
                    ? (key.GetProperty("lr_mult").GetDouble(), key.GetProperty("decay_mult").GetDouble())
                    : (1, 1);
            Assert.Equal((rate, decay * golden.Double("weight_decay")), (group.RateFactor, group.WeightDecay));
            (group.LearningRate, group.Momentum) = (golden.Double("lr") * group.RateFactor, 0.9);
        }
        optimiser.Step();
        var (within, _) = golden.Within("step");
        foreach (var name in golden.Names("step."))
        {
            var plain = name["step.".Length..];
            var (expected, gradient, got) = (
                golden.Floats(name),
                golden.Floats("grad." + plain),
                model.Weights[plain].Contiguous().ToArray<float>()
            );
            var largest = gradient.Max(Math.Abs);
            for (var i = 0; i < expected.Length; i++)
            {
                if (Math.Abs(gradient[i]) <= 1e-5 * norm || Math.Abs(gradient[i]) <= 1e-3 * largest)
                    continue;
                Assert.True(Math.Abs(expected[i] - got[i]) <= within, $"{name}[{i}]: {got[i]}, expected {expected[i]}");
            }
        }
    }

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(v => (double)v * v));

    internal static Model Build(GoldenCase golden, TokenLayout layout) =>
        (Model)
            new Spike2FormerOptions(
                Variant(golden),
                golden.Int("nc"),
                new NeuronOptions(NeuronKind.NiLif, 1, golden.Int("D")),
                layout
            ).Build();

    private static Spike2FormerVariant Variant(GoldenCase golden) =>
        new(
            "golden",
            golden.Params.TryGetProperty("embed", out _) ? [.. golden.Numbers("embed").Select(c => (int)c)] : [],
            golden.Int("C"),
            golden.Int("heads"),
            golden.Int("group"),
            golden.Int("nq"),
            golden.Int("enc"),
            golden.Int("ffn_e"),
            golden.Int("dec"),
            golden.Int("ffn_d"),
            golden.Params.TryGetProperty("bheads", out var heads) ? heads.GetInt32() : 8
        );
}
