namespace SpikeSharp.Torch.Tests;

public sealed class TensorTests
{
    [Fact]
    public void A_tensor_tells_its_shape_type_and_place()
    {
        using var scope = new TensorScope();
        var x = Tensor.Zeros([1, 2, 3, 4], DType.Int16);
        Assert.Equal((4, 24L, DType.Int16, "cpu", false), (x.Rank, x.ElementCount, x.DType, x.Device, x.RequiresGrad));
        Assert.Equal((1, 2, 3, 4), x.Size4);
        Assert.Equal((1, 4, 3), (x.Size(0), x.Size(-1), x.Size(2)));
        Assert.Equal("Int16[1, 2, 3, 4]", x.ToString());
        Assert.Equal("Int16[]", Tensor.Full([], 3, DType.Int16).ToString());
    }

    [Fact]
    public void Wrong_ranks_and_dimensions_are_refused_with_the_shape()
    {
        using var scope = new TensorScope();
        var x = Tensor.Zeros([2, 3]);
        Assert.Equal("tensor: expected rank 4, found Float32[2, 3]", Assert.Throws<ShapeException>(() => x.Size4).Message);
        Assert.Equal("tensor: expected a dimension 2, found Float32[2, 3]", Assert.Throws<ShapeException>(() => x.Size(2)).Message);
        Assert.Throws<ShapeException>(() => x.Size(-3));
        Assert.Throws<ShapeException>(() => Tensor.Full([], 1).Size(0));
    }

    [Fact]
    public void Use_after_free_is_an_error_that_says_what_to_do()
    {
        var x = Tensor.Zeros([2]);
        x.Dispose();
        x.Dispose();
        Assert.Equal("freed tensor", x.ToString());
        Assert.Contains("TensorScope.Keep", Assert.Throws<ObjectDisposedException>(() => x.Shape).Message);
        Assert.Throws<ObjectDisposedException>(() => x + x);
        Assert.Throws<ObjectDisposedException>(() => x.Grad);
        Assert.Throws<ObjectDisposedException>(() => x.Backward());
        Assert.Throws<ObjectDisposedException>(() => Tensor.Cat([x], 0));
        Assert.Throws<ObjectDisposedException>(() => x.Span<float>().Length);
        Assert.Throws<ObjectDisposedException>(() => x.RequiresGrad = true);
    }

    [Fact]
    public void Names_and_facts_of_the_element_types_agree_with_libtorch()
    {
        using var scope = new TensorScope();
        foreach (var type in Enum.GetValues<DType>())
        {
            var x = Tensor.Zeros([3], type);
            Assert.Equal(type, x.DType);
            Assert.Equal(3 * type.SizeInBytes(), x.Bytes().Length);
            if (type.IsFloatingPoint())
                x.RequiresGrad = true;
            else
                Assert.Throws<TorchException>(() => x.RequiresGrad = true);
        }
        Assert.Throws<TorchException>(() => ((DType)9).SizeInBytes());
    }
}
