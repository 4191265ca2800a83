using SpikeSharp.Graph.Neurons;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Neurons;
using SpikeSharp.Training;

namespace SpikeSharp.Tests.Training;

public sealed class OwnRecipeTests
{
    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("weights.safetensors", null, 0.1)]
    [InlineData("weights.safetensors", 1.0, 1)]
    [InlineData(null, 0.5, 0.5)]
    public void The_backbone_learns_at_a_tenth_of_the_rate_where_weights_are_given_and_nothing_else_is_told(
        string? pretrained,
        double? told,
        double wanted
    )
    {
        var network = new Spike2FormerOptions(Spike2FormerVariant.All[0], 3, new NeuronOptions { Kind = NeuronKind.NiLif });
        var options = new TrainOptions
        {
            Data = "data.yaml",
            Network = network,
            RunFolder = "run",
            Pretrained = pretrained,
            BackboneRate = told,
        };
        using var model = new Spike2Former(network);
        using var optimiser = new OwnRecipe(options, network.Family.Recipe!, batchesPerEpoch: 10).Create(model.Weights);
        Assert.Equal([wanted, 1, 1], optimiser.Groups.Select(group => group.RateFactor));
    }
}
