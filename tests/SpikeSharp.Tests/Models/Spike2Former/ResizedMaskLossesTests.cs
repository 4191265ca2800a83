using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Models.Spike2Former;

/// <summary>The losses of one pass a row are those of the operators, gradients included.</summary>
public sealed class ResizedMaskLossesTests
{
    [Theory]
    [InlineData(5, 7, 10, 14)]
    [InlineData(5, 7, 23, 9)]
    [InlineData(12, 11, 6, 4)]
    [InlineData(1, 1, 3, 2)]
    public void Losses_and_gradients_are_those_of_the_operators_in_double_precision(int h, int w, int height, int width)
    {
        using var scope = new TensorScope();
        var random = new Random(h * 100 + width);
        float[] values = [.. Enumerable.Range(0, 3 * h * w).Select(_ => (float)(random.NextDouble() - 0.5) * 30)];
        float[] wanted = [.. Enumerable.Range(0, 3 * height * width).Select(_ => (float)random.Next(2))];
        var logits = Tensor.From(values, 3, h, w);
        var precise = logits.To(DType.Float64);
        var targets = Tensor.From(wanted, 3, height, width);
        foreach (var tensor in (Tensor[])[logits, precise])
            tensor.RequiresGrad = true;
        var found = MaskLosses.Resized(logits, targets, 3);
        var expected = MaskLosses.Resized(precise, targets.To(DType.Float64), 3);
        Assert.Equal(expected.Focal.Item(), found.Focal.Item(), 1e-4);
        Assert.Equal(expected.Dice.Item(), found.Dice.Item(), 1e-5);
        (found.Focal + found.Dice * 3.0).Backward();
        (expected.Focal + expected.Dice * 3.0).Backward();
        var (gradients, exact) = (logits.Grad!.ToArray<float>(), precise.Grad!.ToArray<double>());
        Assert.Contains(exact, g => Math.Abs(g) > 1e-2);
        for (var i = 0; i < exact.Length; i++)
            Assert.Equal(exact[i], gradients[i], 1e-4 * (1 + Math.Abs(exact[i])));
    }
}
