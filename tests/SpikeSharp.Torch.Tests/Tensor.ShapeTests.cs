using static SpikeSharp.Torch.Tests.TypedCase;

namespace SpikeSharp.Torch.Tests;

public sealed class TensorShapeTests
{
    internal static readonly Dictionary<string, TypedCase> Table = new()
    {
        ["Reshape"] = new(() => A().Reshape(3, -1), [0, 1, 2, 3, 4, 5], [3, 2]),
        ["Permute"] = new(() => A().Permute(1, 0), [0, 3, 1, 4, 2, 5], [3, 2]),
        ["Transpose"] = new(() => A().Transpose(0, -1), [0, 3, 1, 4, 2, 5], [3, 2]),
        ["Unsqueeze"] = new(() => A().Unsqueeze(1), [0, 1, 2, 3, 4, 5], [2, 1, 3]),
        ["Squeeze"] = new(() => A().Unsqueeze(1).Squeeze(1), [0, 1, 2, 3, 4, 5], [2, 3]),
        ["Expand"] = new(() => A().Unsqueeze(0).Expand(2, -1, 3), [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], [2, 2, 3]),
        ["Repeat"] = new(() => A().Repeat(1, 2), [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5], [2, 6]),
        ["Cat"] = new(() => Tensor.Cat([A(), A() + 6L], 0), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [4, 3]),
        ["Stack"] = new(() => Tensor.Stack([A(), A() + 6L], 1), [0, 1, 2, 6, 7, 8, 3, 4, 5, 9, 10, 11], [2, 2, 3]),
        ["Narrow"] = new(() => A().Narrow(1, 1, 2), [1, 2, 4, 5], [2, 2]),
        ["Select"] = new(() => A().Select(0, -1), [3, 4, 5], [3]),
        ["Split first"] = new(() => A().Split(1, 1, 2)[0], [0, 3], [2, 1]),
        ["Split second"] = new(() => A().Split(1, 1, 2)[1], [1, 2, 4, 5], [2, 2]),
        ["Unbind"] = new(() => A().Unbind(1)[2], [2, 5], [2]),
        ["Contiguous"] = new(() => A().Transpose(0, 1).Contiguous(), [0, 3, 1, 4, 2, 5], [3, 2]),
        ["Clone"] = new(() => After(A(), a => a.Clone().FillInPlace(9)), [0, 1, 2, 3, 4, 5], [2, 3]),
        ["Detach shares memory"] = new(() => After(A(), a => a.Detach().FillInPlace(9)), [9, 9, 9, 9, 9, 9], [2, 3]),
        ["To type"] = new(() => (A() - 0.5).To(DType.Int32), [0, 0, 1, 2, 3, 4], [2, 3], DType.Int32),
        ["To device"] = new(() => A().To("cpu"), [0, 1, 2, 3, 4, 5], [2, 3]),
        ["MoveTo"] = new(() => After(A(), a => a.MoveTo("cpu")), [0, 1, 2, 3, 4, 5], [2, 3]),
        ["CopyFrom converts"] = new(() => After(A(), a => a.CopyFrom(Tensor.From([1L, 2, 3], 3))), [1, 2, 3, 1, 2, 3], [2, 3]),
        ["FillInPlace"] = new(() => After(A(), a => a.FillInPlace(0.5)), [0.5, 0.5, 0.5, 0.5, 0.5, 0.5], [2, 3]),
        ["Flip"] = new(() => A().Flip(0, 1), [5, 4, 3, 2, 1, 0], [2, 3]),
    };

    public static TheoryData<string> Cases() => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shapes_give_the_numbers_computed_by_hand(string name) => Table[name].Check();

    [Fact]
    public void MoveTo_keeps_the_handle_and_what_is_trained()
    {
        using var scope = new TensorScope();
        var a = A();
        a.RequiresGrad = true;
        a.MoveTo("cpu");
        Assert.True(a.RequiresGrad);
        a.Sum().Backward();
        TensorAssert.Equal([1, 1, 1, 1, 1, 1], a.Grad!);
    }

    [Fact]
    public void Joining_nothing_is_refused()
    {
        var error = Assert.Throws<TorchException>(() => Tensor.Cat([], 0));
        Assert.StartsWith("cat(", error.Operation);
    }

    private static Tensor A() => Tensor.Range(0, 6).Reshape(2, 3);
}
