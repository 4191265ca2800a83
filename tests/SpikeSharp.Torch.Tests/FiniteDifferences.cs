namespace SpikeSharp.Torch.Tests;

/// <summary>Compares gradients with central differences in float64.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-6;

    /// <summary>Every input's gradient of Σ weights · f, with weights drawn at random, so that no element hides behind another.</summary>
    public static void Check(Func<Tensor[], Tensor> f, params Tensor[] inputs)
    {
        foreach (var input in inputs)
            input.RequiresGrad = true;
        var y = f(inputs);
        var weights = Tensor.RandomNormal(y.Shape).To(DType.Float64);
        (y * weights).Sum().Backward();
        using var off = GradMode.Off();
        for (var i = 0; i < inputs.Length; i++)
        {
            var gradient = inputs[i].Grad!.ToArray<double>();
            Assert.Contains(gradient, g => Math.Abs(g) > 1e-3);
            for (var j = 0; j < gradient.Length; j++)
            {
                var numeric = (LossAt(inputs[i], j, Step) - LossAt(inputs[i], j, -Step)) / (2 * Step);
                var close = Math.Abs(numeric - gradient[j]) < 1e-6 * (1 + Math.Abs(numeric));
                Assert.True(close, $"input {i}, element {j}: {gradient[j]:R}, numeric {numeric:R}");
            }
        }

        double LossAt(Tensor input, int element, double step)
        {
            using var scope = new TensorScope();
            var before = input.Span<double>()[element];
            input.Span<double>()[element] = before + step;
            var loss = (f(inputs) * weights).Sum().Item();
            input.Span<double>()[element] = before;
            return loss;
        }
    }

    /// <summary>Standard normal numbers in float64.</summary>
    public static Tensor Normal(params long[] shape) => Tensor.RandomNormal(shape).To(DType.Float64);
}
