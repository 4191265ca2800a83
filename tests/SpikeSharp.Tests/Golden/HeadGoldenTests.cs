using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Tests.Golden;

[Trait("Category", "Golden")]
public sealed class HeadGoldenTests
{
    [SkippableTheory]
    [InlineData("spikedetect")]
    public void The_head_gives_the_authors_maps_boxes_and_probabilities(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        using var all = new StateDict();
        var neuron = new NeuronOptions(NeuronKind.ILif, golden.Int("T"), golden.Int("D"), (float)golden.Double("decay"));
        var head = new SpikeDetect(
            all.Root,
            new SpikingContext(neuron, golden.Double("bn_eps"), bnMomentum: 0.03),
            golden.Int("nc"),
            [.. golden.Numbers("ch").Select(c => (int)c)]
        );
        Assert.True(all.Load(golden.State()).IsExact, "the names of the state dict differ");

        var maps = head.Forward([.. golden.Series("feat#").Select(golden.Merged)]);
        foreach (var (name, map) in golden.Series("raw#").Zip(maps))
            golden.Compare(name, map);
        golden.Compare<float>("y", ModelDetector.Decode(maps, golden.Int("nc")).SelectMany(image => image).ToArray());

        var (points, strides) = AnchorPoints.Of(maps);
        golden.Compare("anchors", points.Transpose(0, 1).Contiguous());
        golden.Compare("strides", strides);
    }
}
