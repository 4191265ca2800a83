using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch.Tests.Interop;

public sealed class ValueTests
{
    private static readonly Op Add = new("add", "Scalar");
    private static readonly Op Convolution = new("conv2d");
    private static readonly Op Cat = new("cat");
    private static readonly Op Full = new("full");
    private static readonly Op Slice = new("slice", "Tensor");
    private static readonly Op Upsample = new("upsample_nearest2d", "vec");

    [Fact]
    public void A_whole_number_stands_for_a_float()
    {
        using var scope = new TensorScope();
        var x = Tensor.Empty([2]);
        new Op("uniform_").Do(x, 2L, 3L);
        Assert.All(x.ToArray<float>(), v => Assert.InRange(v, 2, 3));
    }

    [Fact]
    public void One_number_stands_for_a_list_of_fixed_length()
    {
        using var scope = new TensorScope();
        var (x, w) = (Tensor.Ones([1, 1, 5, 7]), Tensor.Ones([1, 1, 3, 3]));
        Assert.Equal([1, 1, 2, 3], Convolution.Call(x, w, Value.Default, 2L).Shape);
        Assert.Equal([1, 1, 3, 5], Convolution.Call(x, w, Value.Default, 1L, new[] { 0L, 0L }).Shape);
    }

    [Fact]
    public void Whole_numbers_stand_for_a_list_of_floats()
    {
        using var scope = new TensorScope();
        Assert.Equal([1, 1, 4, 6], Upsample.Call(Tensor.Ones([1, 1, 2, 2]), (long[]?)null, new long[] { 2, 3 }).Shape);
        Assert.Equal([1, 1, 3, 5], Upsample.Call(Tensor.Ones([1, 1, 2, 2]), (long[]?)null, new[] { 1.5, 2.5 }).Shape);
    }

    [Fact]
    public void What_is_missing_takes_the_schemas_default_in_the_middle_too()
    {
        using var scope = new TensorScope();
        var x = Tensor.Range(0, 6);
        TensorAssert.Equal([0, 2, 4], Slice.Call(x, Value.Default, Value.Default, Value.Default, 2L));
        TensorAssert.Equal([0, 1, 2, 3, 4, 5], Slice.Call(x));
    }

    [Fact]
    public void What_is_missing_without_a_default_is_named()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<TorchException>(() => Convolution.Call(Tensor.Ones([1, 1, 2, 2])));
        Assert.Equal("conv2d(Float32[1, 1, 2, 2]): argument 'weight' is missing", error.Message);
        error = Assert.Throws<TorchException>(() => Convolution.Call(Tensor.Ones([1, 1, 2, 2]), (Tensor?)null));
        Assert.EndsWith("argument 'weight' is missing", error.Message);
    }

    public static TheoryData<string, string> WrongKinds() =>
        new()
        {
            { "float for int", "argument 'dim' is int, not float" },
            { "tensor for number", "argument 'other' is Scalar, not tensor" },
            { "number for tensor", "argument 'self' is Tensor, not int" },
            { "tensor for list", "argument 'tensors' is Tensor[], not tensor" },
            { "null list", "argument 'tensors' is Tensor[], not none" },
            { "null in a list", "argument 'tensors' has no tensor at index 1" },
            { "floats for ints", "argument 'size' is int[], not float[]" },
            { "null floats for ints", "argument 'size' is int[], not none" },
            { "number for device", "argument 'device' is Device?, not int" },
            { "string for number", "argument 'fill_value' is Scalar, not string" },
            { "number for generator", "argument 'generator' is Generator?, which is not supported" },
            { "too many", "takes 3 arguments, not 4" },
        };

    [Theory]
    [MemberData(nameof(WrongKinds))]
    public void A_wrong_kind_is_refused_with_what_was_wanted_and_found(string kind, string reason)
    {
        using var scope = new TensorScope();
        var x = Tensor.Ones([2]);
        var size = new[] { 2L };
        Func<Tensor> call = kind switch
        {
            "float for int" => () => Cat.Call(new[] { x }, 0.5),
            "tensor for number" => () => Add.Call(x, x),
            "number for tensor" => () => Add.Call(1L, 1L),
            "tensor for list" => () => Cat.Call(x, 0L),
            "null list" => () => Cat.Call((Tensor?[]?)null, 0L),
            "null in a list" => () => Cat.Call(new[] { x, null }, 0L),
            "floats for ints" => () => Full.Call(new[] { 2.0 }, 1L),
            "null floats for ints" => () => Full.Call((double[]?)null, 1L),
            "number for device" => () => Full.Call(size, 1L, Value.Default, Value.Default, 3L),
            "string for number" => () => Full.Call(size, "one"),
            "number for generator" => () => new Op("uniform_").Call(x, 0L, 1L, 5L),
            _ => () => Add.Call(x, 1L, 1L, 1L),
        };
        Assert.EndsWith(reason, Assert.Throws<TorchException>(() => call()).Message);
    }

    [Fact]
    public void Devices_are_strings()
    {
        using var scope = new TensorScope();
        Assert.Equal("cpu", Full.Call(new[] { 2L }, 1L, DType.Float64, Value.Default, "cpu").Device);
        Assert.StartsWith("device type ", Tensor.Empty([2], device: "meta").Device);
        foreach (var wrong in new[] { "", "gpu", "cpu:x", "cpü" })
            Assert.StartsWith("zeros([2])", Assert.Throws<TorchException>(() => Tensor.Zeros([2], device: wrong)).Message);
    }

    [Fact]
    public void Empty_lists_are_lists()
    {
        using var scope = new TensorScope();
        Assert.Equal(0, Tensor.Full([], 3).Rank);
        Assert.Equal([2], Tensor.Ones([2]).Permute([0]).Shape);
        Assert.Equal([2], Tensor.Ones([2]).Flip().Shape);
    }

    [Fact]
    public void Lists_of_bools_are_written_as_numbers_and_results_without_tensor_are_no_crash()
    {
        using var scope = new TensorScope();
        var (x, w, g) = (Tensor.Ones([1, 1, 2, 2]), Tensor.Ones([1, 1, 1, 1]), Tensor.Ones([1, 1, 2, 2]));
        Value[] Arguments(params long[] mask) =>
            [g, x, w, Value.Default, new[] { 1L, 1 }, new[] { 0L, 0 }, new[] { 1L, 1 }, false, new[] { 0L, 0 }, 1L, mask];
        var backward = new Op("convolution_backward");
        var error = Assert.Throws<TorchException>(() => backward.CallMany(Arguments(1, 1, 1)));
        Assert.Contains("argument 'bias_sizes' is missing", error.Message);
        var arguments = Arguments(1, 0, 0);
        arguments[3] = (long[]?)null;
        error = Assert.Throws<TorchException>(() => backward.CallMany(arguments));
        Assert.Contains("returned 1 tensors and 2 other values", error.Message);
    }

    [Fact]
    public void Lists_of_more_than_the_stack_buffer_holds_arrive_whole()
    {
        using var scope = new TensorScope();
        var one = Tensor.Ones([1]);
        Assert.Equal(5000, Cat.Call(Enumerable.Repeat(one, 5000).ToArray(), 0L).Sum().Item());
        var parts = Tensor.Range(0, 4097).Split(0, [.. Enumerable.Repeat(1L, 4097)]);
        Assert.Equal(4096, parts[^1].Item());
    }
}
