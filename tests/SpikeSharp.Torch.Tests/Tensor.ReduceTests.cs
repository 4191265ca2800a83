namespace SpikeSharp.Torch.Tests;

public sealed class TensorReduceTests
{
    internal static readonly Dictionary<string, TypedCase> Table = new()
    {
        ["Sum"] = new(() => A().Sum(), [15], []),
        ["Sum over"] = TypedCase.Of(() => A().Sum([0]), 3, 5, 7),
        ["Sum keeps"] = new(() => A().Sum([-1], keep: true), [3, 12], [2, 1]),
        ["Sum over nothing is over all"] = new(() => A().Sum([]), [15], []),
        ["Mean"] = new(() => A().Mean(), [2.5], []),
        ["Mean over"] = TypedCase.Of(() => A().Mean([1]), 1, 4),
        ["Mean keeps"] = new(() => A().Mean([0, 1], keep: true), [2.5], [1, 1]),
        ["Max"] = TypedCase.Of(() => A().Max([0]), 3, 4, 5),
        ["Max keeps"] = new(() => A().Max([0, 1], keep: true), [5], [1, 1]),
        ["Min"] = TypedCase.Of(() => A().Min([1]), 0, 3),
        ["ArgMax takes the first of equals"] = new(() => Tensor.From([1f, 3, 3], 3).ArgMax(0), [1], [], DType.Int64),
        ["ArgMax keeps"] = new(() => A().ArgMax(1, keep: true), [2, 2], [2, 1], DType.Int64),
        ["All"] = new(() => A().AtLeast(1).All(), [0], [], DType.Bool),
        ["TopK values"] = new(() => A().TopK(2, 1).Values, [2, 1, 5, 4], [2, 2]),
        ["TopK indices"] = new(() => A().TopK(2, 1).Indices, [2, 1, 2, 1], [2, 2], DType.Int64),
        ["CountNonZero"] = new(() => A().CountNonZero(1), [2, 3], [2], DType.Int64),
        ["CountNonZero over all"] = new(() => A().CountNonZero(), [5], [], DType.Int64),
        ["Norm"] = new(() => Tensor.From([3f, -4], 2).Norm(), [5], []),
    };

    public static TheoryData<string> Cases() => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reductions_give_the_numbers_computed_by_hand(string name) => Table[name].Check();

    [Fact]
    public void The_sum_of_nothing_is_0_and_its_mean_is_NaN()
    {
        using var scope = new TensorScope();
        var none = Tensor.Zeros([0, 3]);
        Assert.Equal(0, none.Sum().Item());
        Assert.True(double.IsNaN(none.Mean().Item()));
        Assert.Equal(1, none.AtLeast(0).All().Item());
    }

    private static Tensor A() => Tensor.Range(0, 6).Reshape(2, 3);
}
