namespace SpikeSharp.Torch.Tests;

public sealed class TensorRandomTests
{
    // torch.manual_seed(3); torch.rand(3); torch.randn(3)
    [Fact]
    public void Seeds_give_PyTorchs_numbers()
    {
        using var scope = new TensorScope();
        TorchRuntime.Seed(3);
        TensorAssert.Equal([0.00426352024, 0.105569363, 0.285842478], Tensor.Random(3));
        TensorAssert.Equal([0.24532555, 1.1185931, 0.442739904], Tensor.RandomNormal(3));
    }

    [Fact]
    public void The_same_seed_draws_the_same_numbers_and_another_draws_others()
    {
        static float[] Draw(ulong seed)
        {
            using var scope = new TensorScope();
            TorchRuntime.Seed(seed);
            var filled = Tensor.Empty([5000]);
            filled.UniformInPlace(-1, 1);
            return [.. Tensor.Random(5000).ToArray<float>(), .. Tensor.RandomNormal(5000).ToArray<float>(), .. filled.ToArray<float>()];
        }
        Assert.Equal(Draw(ulong.MaxValue), Draw(ulong.MaxValue));
        Assert.NotEqual(Draw(1), Draw(2));
    }

    [Fact]
    public void Drawn_numbers_lie_in_their_range()
    {
        using var scope = new TensorScope();
        TorchRuntime.Seed(5);
        var x = Tensor.Empty([10_000]);
        x.UniformInPlace(-3, 2);
        Assert.All(x.ToArray<float>(), v => Assert.InRange(v, -3, 2));
        Assert.InRange(x.Mean().Item(), -0.55, -0.45);
        Assert.All(Tensor.Random(10_000).ToArray<float>(), v => Assert.InRange(v, 0, MathF.BitDecrement(1)));
        var normal = Tensor.RandomNormal(100, 100);
        Assert.InRange(normal.Mean().Item(), -0.03, 0.03);
        Assert.InRange(normal.Square().Mean().Item(), 0.95, 1.05);
    }
}
