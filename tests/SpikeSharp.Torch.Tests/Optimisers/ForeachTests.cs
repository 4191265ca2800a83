using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Torch.Tests.Optimisers;

public sealed class ForeachTests
{
    private static readonly Dictionary<string, (Func<Tensor[], Tensor[]> Run, double[] Expected)> Table = new()
    {
        ["MultiplyInPlace"] = (t => After(t, x => Foreach.MultiplyInPlace(x, 0.5)), [0.5, 2, 4.5]),
        ["AddInPlace"] = (t => After(t, x => Foreach.AddInPlace(x, Lists(), -2)), [-1, -4, -9]),
        ["AddInPlace number"] = (t => After(t, x => Foreach.AddInPlace(x, 0.25)), [1.25, 4.25, 9.25]),
        ["AddProductInPlace"] = (t => After(t, x => Foreach.AddProductInPlace(x, Lists(), Lists(), 2)), [3, 36, 171]),
        ["AddQuotientInPlace"] = (t => After(t, x => Foreach.AddQuotientInPlace(x, Lists(), Foreach.Sqrt(Lists()), 2)), [3, 8, 15]),
        ["Sqrt"] = (Foreach.Sqrt, [1, 2, 3]),
        ["Norm"] = (Foreach.Norm, [Math.Sqrt(17), 9]),
    };

    public static TheoryData<string> Cases() => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_tensor_of_a_list_is_changed(string name)
    {
        using var scope = new TensorScope();
        var (run, expected) = Table[name];
        TensorAssert.Equal(expected, Tensor.Cat([.. run(Lists()).Select(t => t.Reshape(-1))], 0));
    }

    private static Tensor[] Lists() => [Tensor.From([1f, 4], 2), Tensor.From([9f], 1)];

    private static Tensor[] After(Tensor[] tensors, Action<Tensor[]> change)
    {
        change(tensors);
        return tensors;
    }
}
