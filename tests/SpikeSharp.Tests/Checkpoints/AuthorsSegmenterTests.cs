using SpikeSharp.Checkpoints;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Models;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Testing;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Tests.Checkpoints;

/// <summary>State dicts of Spike2Former as the authors keep them: names, and nothing said of D or the layout of tokens.</summary>
public sealed class AuthorsSegmenterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("spike2former/model_eval")]
    public void The_size_is_read_off_the_shapes(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        var path = Write("golden", golden.Tensors.ReadTensors("param."));
        var source = ModelSource.Open("spike2former", new() { Weights = path });
        var options = (Spike2FormerOptions)source.Description!.Options;
        Assert.Equal([.. golden.Numbers("embed").Select(c => (int)c)], options.Variant.Widths);
        var v = options.Variant;
        Assert.Equal(
            (
                golden.Int("C"),
                golden.Int("group"),
                golden.Int("nq"),
                golden.Int("enc"),
                golden.Int("ffn_e"),
                golden.Int("dec"),
                golden.Int("ffn_d"),
                golden.Int("nc")
            ),
            (v.Channels, v.Groups, v.Queries, v.EncoderLayers, v.EncoderHidden, v.DecoderLayers, v.DecoderHidden, options.Classes)
        );
        Assert.Equal((TokenLayout.Authors, 4, 8), (options.Layout, options.Neuron.MaxSpikes, v.Heads));
        Assert.Contains("D = 4 and authors", source.Note, StringComparison.Ordinal);
        LoadReport? report = null;
        source.Build(r => report = r).Dispose();
        Assert.True(report!.IsExact, report.ToString());

        Assert.Null(
            ModelSource
                .Open(
                    "spike2former",
                    new()
                    {
                        Weights = path,
                        MaxSpikes = 8,
                        Layout = TokenLayout.Fixed,
                    }
                )
                .Note
        );
        Assert.Contains(
            "for 5 classes, not for 6",
            Assert.Throws<CheckpointException>(() => ModelSource.Open("spike2former", new() { Weights = path, Classes = 6 })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_named_size_computes_what_it_did()
    {
        TorchRuntime.Seed(6);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        using var model = ModelSource
            .Open("spike2former-nano", new() { Classes = 3, Layout = TokenLayout.Authors })
            .Description!.Options.Build();
        var weights = Named(model.Weights);
        using var loaded = ModelSource.Open("spike2former", new() { Weights = Write("nano", weights) }).Build();
        Assert.Equal(("spike2former-nano", 4), (loaded.Model.Options.Name, ((Spike2FormerOptions)loaded.Model.Options).Variant.Heads));
        var image = Tensor.Random(1, 3, 40, 48);
        Assert.Equal(
            model.Scores(model.Forward(image), 40, 48).ToArray<float>(),
            loaded.Model.Scores(loaded.Model.Forward(image), 40, 48).ToArray<float>()
        );

        // Names that do not match: the first few of them.
        foreach (var name in weights.Keys.Where(name => name.Contains("query", StringComparison.Ordinal)).ToArray())
            weights.Remove(name);
        weights["decode_head.new"] = Tensor.Ones([1]);
        LoadReport? report = null;
        ModelSource.Open("spike2former-nano", new() { Classes = 3, Weights = Write("partly", weights) }).Build(r => report = r).Dispose();
        Assert.EndsWith(
            "2 missing (decode_head.query_embed.weight, decode_head.query_feat.weight), 1 unexpected (decode_head.new)",
            report!.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'decode_head.query_feat.weight'",
            Assert
                .Throws<CheckpointException>(() => ModelSource.Open("spike2former", new() { Weights = Path.Combine(_folder, "partly") }))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("spike2former")]
    [InlineData("spike2former-nano")]
    public void Their_weights_may_have_more_outputs_than_the_data_have_classes_and_training_begins_with_any(string network)
    {
        using var scope = new TensorScope();
        using var model = ModelSource.Open("spike2former-nano", new() { Classes = 5 }).Description!.Options.Build();
        var said = new NetworkRequest { Names = ["a", "b", "c"], Weights = Write("five", Named(model.Weights)) };
        var source = ModelSource.Open(network, said);
        Assert.Equal(["a", "b", "c", "class_3", "class_4"], source.Description!.Names);
        Assert.True(source.HasSpareOutputs);
        Assert.EndsWith(
            "has 5 outputs for the 3 classes of the data: what it takes for another is a miss",
            source.Note,
            StringComparison.Ordinal
        );
        source.Build().Dispose();
        Assert.Equal(3, ModelSource.Open("metaspikeformer-fpn-nano", said).Description!.Options.Classes);

        var trained = ModelSource.Open(network, said with { Trains = true });
        Assert.Equal((3, false), (trained.Description!.Options.Classes, trained.HasSpareOutputs));
        said = said with { Names = ["a", "b", "c", "d", "e", "f"] };
        Assert.Equal(6, ModelSource.Open(network, said with { Trains = true }).Description!.Options.Classes);
        Assert.Contains(
            "for 5 classes, not for 6",
            Assert.Throws<CheckpointException>(() => ModelSource.Open(network, said)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_checkpoint_of_ours_tells_its_size_and_has_as_many_outputs_as_classes()
    {
        var path = Path.Combine(_folder, "best.safetensors");
        using (var model = ModelSource.Open("spike2former-nano", new() { Classes = 5, Ablation = Ablation.NoEncoder }).Build())
            Checkpoint.Save(path, model.Description, model.Model.Weights);
        using (var same = ModelSource.Open("spike2former", new() { Weights = path }).Build())
            Assert.Equal((5, Ablation.NoEncoder), (same.Model.Options.Classes, ((Spike2FormerOptions)same.Model.Options).Ablation));
        Assert.Contains(
            "for 5 classes, not for 2",
            Assert
                .Throws<CheckpointException>(() => ModelSource.Open("spike2former", new() { Names = ["a", "b"], Weights = path }))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("spike2former-nano")]
    [InlineData("metaspikeformer-fpn-nano")]
    public void A_backbone_alone_needs_no_prefix(string network)
    {
        using var scope = new TensorScope();
        using var model = ModelSource.Open(network).Description!.Options.Build();
        var backbone = Named(model.Weights)
            .Where(e => e.Key.StartsWith("backbone.", StringComparison.Ordinal))
            .ToDictionary(e => e.Key["backbone.".Length..], e => e.Value);
        backbone["head.weight"] = Tensor.Ones([1]);
        LoadReport? report = null;
        var source = ModelSource.Open(network, new() { Weights = Write("backbone", backbone) });
        source.Build(r => report = r).Dispose();
        Assert.Equal((backbone.Count - 1, "head.weight"), (report!.Matched.Count, Assert.Single(report.Unexpected)));
        Assert.All(report.Missing, name => Assert.False(name.StartsWith("backbone.", StringComparison.Ordinal)));
        Assert.Null(source.Note);
    }

    [Fact]
    public void What_PyTorch_writes_is_not_read()
    {
        var path = Path.Combine(_folder, "net.pth");
        File.WriteAllBytes(path, "PK\u0003\u0004and a pickle"u8.ToArray());
        Assert.Contains(
            "safetensors",
            Assert.Throws<CheckpointException>(() => ModelSource.Open("spike2former-nano", new() { Weights = path })).Message,
            StringComparison.Ordinal
        );
    }

    private static Dictionary<string, Tensor> Named(StateDict weights) =>
        weights
            .Entries.Where(e => !e.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .ToDictionary(e => e.Name, e => e.Tensor);

    private string Write(string name, Dictionary<string, Tensor> tensors)
    {
        var path = Path.Combine(_folder, name);
        SafetensorsWriter.Write(path, [.. tensors.Select(t => t.Value.ToSource(t.Key))]);
        return path;
    }
}
