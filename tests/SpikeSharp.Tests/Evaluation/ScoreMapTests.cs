using SpikeSharp.Evaluation;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Tests.Evaluation;

public sealed class ScoreMapTests
{
    [Theory]
    [InlineData(7, 5, 28, 20)]
    [InlineData(7, 5, 33, 9)]
    [InlineData(1, 1, 6, 4)]
    [InlineData(6, 4, 3, 2)]
    public void Classes_are_the_highest_of_the_interpolated_scores(int width, int height, int toWidth, int toHeight)
    {
        TorchRuntime.Seed(1);
        using var scope = new TensorScope();
        var scores = Tensor.RandomNormal(1, 4, height, width);
        var expected = Layers.UpsampleBilinear(scores, toHeight, toWidth).ArgMax(1).ToArray<long>();
        var found = new ScoreMap(4, height, width, scores.ToArray<float>()).ClassesAt(toWidth, toHeight);
        // Scores within a rounding of each other may change places.
        Assert.InRange(expected.Zip(found).Count(pair => pair.First != pair.Second), 0, expected.Length / 100);
    }

    [Fact]
    public void Probabilities_add_up_to_one_however_large_the_scores()
    {
        var shares = new ScoreMap(3, 1, 1, [1000, 1000, 0]).Probabilities();
        Assert.Equal([0.5, 0.5, 0], shares);
    }
}
