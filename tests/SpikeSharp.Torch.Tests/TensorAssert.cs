namespace SpikeSharp.Torch.Tests;

/// <summary>Compares tensors with numbers written by hand.</summary>
internal static class TensorAssert
{
    public static void Equal(double[] expected, Tensor actual, double tolerance = 1e-6)
    {
        using var scope = new TensorScope();
        var found = actual.Detach().To(DType.Float64).ToArray<double>();
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            var same = found[i].Equals(expected[i]) || Math.Abs(found[i] - expected[i]) <= tolerance * (1 + Math.Abs(expected[i]));
            Assert.True(same, $"element {i}: expected {expected[i]:R}, found {found[i]:R}");
        }
    }
}
