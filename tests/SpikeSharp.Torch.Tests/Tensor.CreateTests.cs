using FsCheck;
using FsCheck.Fluent;

namespace SpikeSharp.Torch.Tests;

public sealed class TensorCreateTests
{
    [Fact]
    public void Constructors_give_shape_type_and_numbers()
    {
        using var scope = new TensorScope();
        TensorAssert.Equal([0, 0], Tensor.Zeros([2], DType.Int8));
        TensorAssert.Equal([1, 1], Tensor.Ones([2, 1], DType.Bool));
        TensorAssert.Equal([2.5], Tensor.Full([1], 2.5, DType.Float64));
        TensorAssert.Equal([1, 1.5, 2], Tensor.Range(1, 2.5, 0.5));
        TensorAssert.Equal([3, 2, 1], Tensor.Range(3, 0, -1, DType.Int64));
        Assert.Equal([3, 0], Tensor.Empty([3, 0], DType.BFloat16).Shape);
        var like = Tensor.Ones([2, 3], DType.Float64);
        Assert.Equal(("Float64[2, 3]", "Float64[2, 3]"), (like.ZerosLike().ToString(), like.EmptyLike().ToString()));
        Assert.Equal(0, like.ZerosLike().Sum().Item());
    }

    [Fact]
    public void Every_element_type_goes_in_and_out_unchanged()
    {
        RoundTrip<byte>(DType.UInt8, [0, 1, 255]);
        RoundTrip<sbyte>(DType.Int8, [-128, 0, 127]);
        RoundTrip<short>(DType.Int16, [short.MinValue, 0, short.MaxValue]);
        RoundTrip(DType.Int32, [int.MinValue, 0, int.MaxValue]);
        RoundTrip(DType.Int64, [long.MinValue, 0, long.MaxValue]);
        RoundTrip(DType.Float16, [Half.MinValue, Half.Epsilon, (Half)1.5]);
        RoundTrip(DType.Float32, [float.MinValue, float.Epsilon, float.PositiveInfinity]);
        RoundTrip(DType.Float64, [double.MinValue, double.Epsilon, -0.0]);
        RoundTrip(DType.Bool, [true, false, true]);

        static void RoundTrip<T>(DType type, T[] data)
            where T : unmanaged
        {
            using var scope = new TensorScope();
            var tensor = Tensor.From(data, 1, 3);
            Assert.Equal(type, tensor.DType);
            Assert.Equal(data, tensor.ToArray<T>());
            Assert.Equal(data, tensor.Span<T>().ToArray());
            Assert.Equal(data, tensor.To(type).Transpose(0, 1).ToArray<T>());
            Assert.Equal(3 * type.SizeInBytes(), tensor.Bytes().Length);
            tensor.Span<T>()[1] = data[0];
            Assert.Equal(data[0], tensor.ToArray<T>()[1]);
        }
    }

    [Fact]
    public void Brain_floats_are_read_through_their_bytes_or_converted()
    {
        using var scope = new TensorScope();
        var x = Tensor.From([1.5f, -2], 2).To(DType.BFloat16);
        Assert.Equal([0xC0, 0x3F, 0x00, 0xC0], x.Bytes().ToArray());
        TensorAssert.Equal([1.5, -2], x);
        Assert.Throws<TorchException>(() => x.ToArray<float>());
    }

    [Theory]
    [InlineData(DType.Bool, 1)]
    [InlineData(DType.UInt8, 3)]
    [InlineData(DType.Int64, -3)]
    [InlineData(DType.Float16, 0.5)]
    [InlineData(DType.BFloat16, 0.5)]
    [InlineData(DType.Float32, -0.25)]
    [InlineData(DType.Float64, 1e300)]
    public void Item_reads_the_single_element_of_any_type_and_rank(DType type, double value)
    {
        using var scope = new TensorScope();
        Assert.Equal(value, Tensor.Full([], value, type).Item());
        var trained = Tensor.Full([1, 1, 1], value, type);
        if (type.IsFloatingPoint())
            trained.RequiresGrad = true;
        Assert.Equal(value, trained.Item());
    }

    [Fact]
    public void Item_of_none_or_many_is_refused()
    {
        using var scope = new TensorScope();
        Assert.Contains("found Float32[2]", Assert.Throws<ShapeException>(() => Tensor.Ones([2]).Item()).Message);
        Assert.Throws<ShapeException>(() => Tensor.Ones([0]).Item());
    }

    [Fact]
    public void Nothing_is_something_with_a_shape()
    {
        using var scope = new TensorScope();
        var none = Tensor.From(Array.Empty<float>(), 2, 0, 3);
        Assert.Equal([2, 0, 3], none.Shape);
        Assert.True(none.Span<float>().IsEmpty);
        Assert.True(none.Bytes().IsEmpty);
        Assert.Empty(none.ToArray<float>());
        Assert.Empty((none + none).Transpose(0, 2).ToArray<float>());
    }

    [Fact]
    public void Spans_are_refused_where_memory_is_not_row_major_or_of_another_type()
    {
        using var scope = new TensorScope();
        var x = Tensor.Range(0, 6).Reshape(2, 3);
        var error = Assert.Throws<TorchException>(() => x.Transpose(0, 1).Span<float>().Length);
        Assert.Equal("Span of Float32[3, 2]: the tensor does not lie contiguous in CPU memory", error.Message);
        Assert.Throws<TorchException>(() => x.Transpose(0, 1).Bytes().Length);
        Assert.Throws<TorchException>(() => x.Span<int>().Length);
        Assert.Throws<TorchException>(() => x.Span<char>().Length);
        Assert.Equal([0f, 3, 1, 4, 2, 5], x.Transpose(0, 1).ToArray<float>());
        Assert.Equal([1f, 2, 4, 5], x.Narrow(1, 1, 2).ToArray<float>());
    }

    [Fact]
    public void A_shape_that_does_not_hold_the_data_is_refused_however_large()
    {
        Assert.Throws<ShapeException>(() => Tensor.From([1f, 2], 3));
        Assert.Throws<ShapeException>(() => Tensor.From([1f, 2]));
        Assert.Throws<ShapeException>(() => Tensor.From([1f, 2], long.MaxValue, long.MaxValue, 2));
        Assert.Throws<TorchException>(() => Tensor.From([1f, 2], -1, -2));
    }

    [Fact]
    public void Elements_of_any_layout_are_copied_row_major()
    {
        var cases = from shape in Gen.Choose(0, 5).ArrayOf(3) from order in Gen.Shuffle(new[] { 0, 1, 2 }) select (shape, order);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(50).WithReplay(20240229, 1), Prop.ForAll(cases.ToArbitrary(), c =>
            {
                using var scope = new TensorScope();
                var data = Enumerable.Range(0, c.shape.Aggregate(1, (a, b) => a * b)).ToArray();
                var sizes = c.shape.Select(s => (long)s).ToArray();
                var found = Tensor.From(data, sizes).Permute([.. c.order.Select(o => (long)o)]).ToArray<int>();
                var expected =
                    from i in Enumerable.Range(0, c.shape[c.order[0]])
                    from j in Enumerable.Range(0, c.shape[c.order[1]])
                    from k in Enumerable.Range(0, c.shape[c.order[2]])
                    let at = new[] { (c.order[0], i), (c.order[1], j), (c.order[2], k) }
                        .OrderBy(p => p.Item1)
                        .Select(p => p.Item2)
                        .ToArray()
                    select (at[0] * c.shape[1] + at[1]) * c.shape[2] + at[2];
                Assert.Equal(expected, found);
            }));
    }
}
