using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Torch.Tests.Modules;

public sealed class ConvolutionTests
{
    // torch.manual_seed(7); c = torch.nn.Conv2d(2, 2, 2); c.weight[0, 0], c.bias
    [Fact]
    public void Initial_numbers_are_PyTorchs_for_the_same_seed()
    {
        using var scope = new TensorScope();
        using var model = new StateDict();
        TorchRuntime.Seed(7);
        var c = new Convolution(model.Root, 2, 2, 2, bias: true);
        TensorAssert.Equal([0.024693964, -0.212978303, 0.112579666, 0.110938177], c.Weight.Select(0, 0).Select(0, 0).Reshape(-1));
        TensorAssert.Equal([0.155832484, -0.301897883], c.Bias!);
    }

    [Theory]
    [InlineData(8, 16, 3, 1)]
    [InlineData(8, 16, 1, 1)]
    [InlineData(8, 16, 5, 8)]
    public void Initial_numbers_fill_their_bounds(int input, int output, int kernel, int groups)
    {
        using var scope = new TensorScope();
        using var model = new StateDict();
        TorchRuntime.Seed(1);
        var c = new Convolution(model.Root, input, output, kernel, groups: groups, bias: true);
        Assert.Equal([output, input / groups, kernel, kernel], c.Weight.Shape);
        var bound = 1 / Math.Sqrt(input / groups * kernel * kernel);
        Assert.InRange(c.Weight.Abs().Max([]).Item(), 0.9 * bound, bound * (1 + 1e-6));
        Assert.InRange(c.Bias!.Abs().Max([]).Item(), 0.5 * bound, bound * (1 + 1e-6));
    }

    [Fact]
    public void Padding_keeps_the_size_unless_told_otherwise()
    {
        using var scope = new TensorScope();
        using var model = new StateDict();
        var x = Tensor.Ones([1, 2, 8, 8]);
        Assert.Equal([1, 3, 8, 8], new Convolution(model.Root / 0, 2, 3, 7).Call(x).Shape);
        Assert.Equal([1, 3, 4, 4], new Convolution(model.Root / 1, 2, 3, 3, stride: 2).Call(x).Shape);
        Assert.Equal([1, 3, 6, 6], new Convolution(model.Root / 2, 2, 3, 3, padding: 0).Call(x).Shape);
    }

    [Fact]
    public void It_computes_with_its_own_weights()
    {
        using var scope = new TensorScope();
        using var model = new StateDict();
        var c = new Convolution(model.Root, 1, 1, 3, bias: true);
        model.Load(new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones([1, 1, 3, 3]), ["bias"] = Tensor.From([0.5f], 1) });
        TensorAssert.Equal([4.5, 6.5, 4.5, 6.5, 9.5, 6.5, 4.5, 6.5, 4.5], c.Call(Tensor.Ones([1, 1, 3, 3])).Reshape(-1));
    }
}
