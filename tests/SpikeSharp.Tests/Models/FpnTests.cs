using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Models.Fpn;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Tests.Models;

public sealed class FpnTests
{
    // Backbones as in docs/spec/spike2former.md 2.2 and 8; each convolution of the head with the 2 numbers a channel of its normalisation,
    // the classifier with its bias.
    [Theory]
    [InlineData("nano", 1_002_640)]
    [InlineData("standard", 14_751_208)]
    public void Parameters_are_those_of_the_backbone_and_of_the_pyramid(string name, long backbone)
    {
        var variant = FpnVariant.All.Single(v => v.Name == name);
        var (w, c, half) = (variant.Widths, (long)variant.Channels, variant.Channels / 2L);
        using var model = new Fpn(new FpnOptions(variant, 11, new NeuronOptions(NeuronKind.NiLif)));
        var expected =
            backbone
            + new[] { w[0], w[1], w[3] }.Sum(input => Conv(input, c, 1))
            + 3 * Conv(c, c, 3)
            + 3 * Conv(c, half, 3)
            + Conv(half, half, 3)
            + 11 * half
            + 11;
        Assert.Equal(expected, model.Weights.ParameterCount);

        static long Conv(long input, long output, long kernel) => input * output * kernel * kernel + 2 * output;
    }

    [Fact]
    public void Scores_stand_at_a_quarter_and_gradients_reach_the_whole_head()
    {
        TorchRuntime.Seed(3);
        using var scope = new TensorScope();
        using var model = Build();
        model.Weights.Training = true;
        var map = Assert.Single(model.Forward(Tensor.Random(2, 3, 50, 70)));
        Assert.Equal([2, 3, 13, 18], map.Shape);
        (map * Tensor.RandomNormal(map.Shape)).Sum().Backward();
        // Inside a fresh backbone attention is silent.
        Assert.All(model.Weights.Trained, entry =>
            Assert.True(
                entry.Tensor.Grad!.CountNonZero().Item() > 0 || entry.Name.StartsWith("backbone.block", StringComparison.Ordinal),
                entry.Name
            )
        );
    }

    [Fact]
    public void Steps_lower_the_loss()
    {
        TorchRuntime.Seed(4);
        using var scope = new TensorScope();
        using var model = Build();
        model.Weights.Training = true;
        // Columns of the classes, each of its brightness.
        var target = Tensor.From([.. Enumerable.Range(0, 4 * 96 * 96).Select(i => i % 96L / 32)], 4, 96, 96);
        var images = Tensor.Random(4, 3, 96, 96) * 0.3 + target.Unsqueeze(1).To(DType.Float32) * 0.35;
        using var optimiser = new AdamW(Spike2FormerRecipe.Groups(model.Weights, decay: 0.005, backboneRate: 1));
        foreach (var group in optimiser.Groups)
            (group.LearningRate, group.Momentum) = (1e-3, 0.9);
        double Loss()
        {
            var loss =
                Losses.CrossEntropySum(Layers.UpsampleBilinear(model.Forward(images)[0], 96, 96), target, Tensor.Full([3], 1), ignored: 255)
                / (4.0 * 96 * 96);
            loss.Backward();
            return loss.Item();
        }
        var losses = new List<double>();
        for (var step = 0; step < 8; step++)
        {
            optimiser.ZeroGrad();
            losses.Add(Loss());
            optimiser.ClipGradients(Spike2FormerRecipe.GradientNorm);
            optimiser.Step();
        }
        Assert.True(losses[^1] < losses[0] - 0.2, string.Join(", ", losses));
    }

    [Theory]
    [InlineData(NeuronKind.NiLif)]
    [InlineData(NeuronKind.ILif)]
    [InlineData(NeuronKind.Relu)]
    public void The_graph_gives_the_networks_scores(NeuronKind neuron)
    {
        TorchRuntime.Seed(5);
        using var scope = new TensorScope();
        using var model = Build(neuron);
        // Statistics of a batch keep the neurons of a network with fresh weights from falling silent.
        model.Weights.Training = true;
        for (var i = 0; i < 20; i++)
            model.Forward(Tensor.Random(2, 3, 52, 66));
        model.Weights.Training = false;
        using var off = GradMode.Off();
        var image = Tensor.Random(1, 3, 52, 66);
        var graph = GraphCompiler.Compile(model, new ModelDescription(model.Options, ["a", "b", "c"], 64));
        var picture = new InputTensor(3, 52, 66, image.ToArray<float>());
        var found = new ReferenceInterpreter(graph).Run(picture).Outputs["raw0"].ToFloats();
        Near(model.Forward(image)[0].ToArray<float>(), found);
        if (neuron == NeuronKind.Relu)
            return;

        Assert.True(found.Max() - found.Min() > 0.1);
        var report = SpikeDrivenCheck.Run(graph);
        Assert.Empty(report.Violations);
        Assert.Equal("backbone.downsample1_1.encode_conv", Assert.Single(report.ImageLayers));
        var verification = IntegerBinaryVerification.Run(graph, [picture]);
        Assert.True(verification.Passed, $"{verification.Differing} of {verification.Compared} spikes differ");
        using var engine = new SpikeEngine(graph, new EngineOptions { Mode = EngineMode.Exact, Threads = 1 });
        Near(found, engine.Run(picture, r => r.Output("raw0")));
    }

    private static void Near(float[] expected, float[] got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < got.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-3);
    }

    private static Fpn Build(NeuronKind neuron = NeuronKind.NiLif) => new(new FpnOptions(FpnVariant.All[0], 3, new NeuronOptions(neuron)));
}
