namespace SpikeSharp.Torch.Tests;

public sealed class TensorIndexTests
{
    internal static readonly Dictionary<string, TypedCase> Table = new()
    {
        ["Gather"] = new(() => A().Gather(1, Tensor.From([2L, 0], 2, 1)), [2, 3], [2, 1]),
        ["IndexSelect"] = new(() => A().IndexSelect(1, Tensor.From([2L, 0], 2)), [2, 0, 5, 3], [2, 2]),
        ["Index pairs"] = TypedCase.Of(() => A().Index(Tensor.From([1L, 0], 2), Tensor.From([2L, 1], 2)), 5, 1),
        ["Index where null takes all"] = new(() => A().Index(null, Tensor.From([1L], 1)), [1, 4], [2, 1]),
        ["MaskedSelect"] = TypedCase.Of(() => A().MaskedSelect(A().Above(3)), 4, 5),
        ["ScatterAdd sums what meets"] = TypedCase.Of(
            () => Tensor.Ones([3]).ScatterAdd(0, Tensor.From([2L, 2, 0], 3), Tensor.From([1f, 2, 4], 3)),
            5,
            1,
            4
        ),
        ["Scatter"] = new(() => A().Scatter(1, Tensor.From([0L, 2], 2, 1), 9), [9, 1, 2, 3, 4, 9], [2, 3]),
        ["NonZero"] = new(() => A().Above(3).NonZero(), [1, 1, 1, 2], [2, 2], DType.Int64),
    };

    public static TheoryData<string> Cases() => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Indexing_gives_the_numbers_computed_by_hand(string name) => Table[name].Check();

    [Fact]
    public void An_index_outside_is_an_error_that_names_the_operator()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<TorchException>(() => A().IndexSelect(1, Tensor.From([3L], 1)));
        Assert.Equal("index_select(Float32[2, 3], Int64[1])", error.Operation);
    }

    private static Tensor A() => Tensor.Range(0, 6).Reshape(2, 3);
}
