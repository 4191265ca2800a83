namespace SpikeSharp.Torch.Tests;

public sealed class TensorAutogradTests
{
    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        using var scope = new TensorScope();
        var x = Leaf(1, -2);
        Assert.Null(x.Grad);
        x.Square().Sum().Backward();
        x.Square().Sum().Backward();
        TensorAssert.Equal([4, -8], x.Grad!);
        x.Grad = null;
        Assert.Null(x.Grad);
        x.Sum().Backward();
        TensorAssert.Equal([1, 1], x.Grad!);
    }

    [Fact]
    public void A_gradient_is_a_handle_on_the_same_memory_and_can_be_set()
    {
        using var scope = new TensorScope();
        var x = Leaf(1, -2);
        x.Grad = Tensor.From([5f, 6], 2);
        x.Grad!.MultiplyInPlace(2);
        (x * 1.0).Sum().Backward();
        TensorAssert.Equal([11, 13], x.Grad!);
    }

    [Fact]
    public void A_gradient_of_another_shape_or_type_is_refused()
    {
        using var scope = new TensorScope();
        var x = Leaf(1, -2);
        Assert.Throws<TorchException>(() => x.Grad = Tensor.Zeros([3]));
        Assert.Throws<TorchException>(() => x.Grad = Tensor.Zeros([1]));
        Assert.Throws<TorchException>(() => x.Grad = Tensor.Zeros([2], DType.Float64));
        Assert.Throws<TorchException>(() => x.Grad = Tensor.Zeros([2], device: "meta"));
        Assert.Null(x.Grad);
    }

    [Fact]
    public void Backward_of_many_elements_weighs_them_with_the_gradient_given()
    {
        using var scope = new TensorScope();
        var x = Leaf(1, -2);
        x.Square().Backward(Tensor.From([10f, 100], 2));
        TensorAssert.Equal([20, -400], x.Grad!);
        var error = Assert.Throws<TorchException>(() => x.Square().Backward());
        Assert.StartsWith("backward of Float32[2]: grad can be implicitly created only for scalar outputs", error.Message);
        Assert.Throws<TorchException>(() => x.Square().Backward(Tensor.Ones([3])));
    }

    [Fact]
    public void Backward_without_a_record_or_twice_over_one_is_an_error()
    {
        using var scope = new TensorScope();
        Assert.Throws<TorchException>(() => Tensor.Ones([1]).Backward());
        var x = Leaf(3);
        var y = x.Square();
        y.Backward();
        Assert.Throws<TorchException>(() => y.Backward());
        Assert.Throws<TorchException>(() => x.Detach().Square().Backward());
        TensorAssert.Equal([6], x.Grad!);
    }

    [Fact]
    public void Handles_may_go_before_the_backward_pass()
    {
        using var scope = new TensorScope();
        var x = Leaf(2);
        Tensor y;
        using (var inner = new TensorScope())
            y = inner.Keep((x * x).Exp());
        y.Backward();
        TensorAssert.Equal([4 * Math.Exp(4)], x.Grad!);
    }

    [Fact]
    public void A_leaf_that_is_trained_is_changed_in_place_only_while_nothing_is_recorded()
    {
        using var scope = new TensorScope();
        var x = Leaf(2);
        Assert.Throws<TorchException>(() => x.FillInPlace(1));
        using (GradMode.Off())
            x.FillInPlace(1);
        Assert.Equal(1, x.Item());
        Assert.True(x.RequiresGrad);
    }

    [Theory]
    [InlineData(-1.0, 1, 0)]
    [InlineData(2.0, 1, 0)]
    [InlineData(0.5, 1, 1)]
    [InlineData(-1.0000001, 0, 0)]
    [InlineData(2.0000002, 0, 0)]
    public void Clamp_passes_the_gradient_at_its_bounds_and_hardtanh_does_not(double at, double clamp, double hardTanh)
    {
        using var scope = new TensorScope();
        Tensor Fresh() => Leaf((float)at);
        var (a, b, c) = (Fresh(), Fresh(), Fresh());
        a.Clamp(-1, 2).Backward();
        b.HardTanh(-1, 2).Backward();
        c.ClampMin(-1).Backward();
        TensorAssert.Equal([clamp], a.Grad!);
        TensorAssert.Equal([hardTanh], b.Grad!);
        TensorAssert.Equal([at >= -1 ? 1 : 0], c.Grad!);
    }

    [Fact]
    public void Ties_share_or_drop_the_gradient_as_PyTorchs_do()
    {
        using var scope = new TensorScope();
        var (a, b, zero, round) = (Leaf(1), Leaf(1), Leaf(0), Leaf(0.5f));
        a.Maximum(b).Backward();
        zero.Relu().Backward();
        round.Round().Backward();
        TensorAssert.Equal([0.5], a.Grad!);
        TensorAssert.Equal([0.5], b.Grad!);
        TensorAssert.Equal([0], zero.Grad!);
        TensorAssert.Equal([0], round.Grad!);
    }

    private static Tensor Leaf(params float[] values)
    {
        var x = Tensor.From(values, values.Length);
        x.RequiresGrad = true;
        return x;
    }
}
