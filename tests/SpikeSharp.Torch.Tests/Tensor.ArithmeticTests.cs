using static SpikeSharp.Torch.Tests.TypedCase;

namespace SpikeSharp.Torch.Tests;

public sealed class TensorArithmeticTests
{
    internal static readonly Dictionary<string, TypedCase> Table = new()
    {
        ["op_Addition"] = Of(() => X() + Y(), 0.5, -1, 3),
        ["op_Addition number"] = Of(() => X() + 0.25, -1.25, 0.25, 2.75),
        ["op_Addition whole number keeps the type"] = new(() => I() + 1, [4, -3, 1], [3], DType.Int64),
        ["op_Addition broadcasts"] = new(() => X().Unsqueeze(1) + Y(), [0.5, -2.5, -1, 2, -1, 0.5, 4.5, 1.5, 3], [3, 3]),
        ["op_Subtraction"] = Of(() => X() - Y(), -3.5, 1, 2),
        ["op_Subtraction number"] = Of(() => X() - 0.5, -2, -0.5, 2),
        ["op_Subtraction from a number"] = Of(() => 1.0 - X(), 2.5, 1, -1.5),
        ["op_Subtraction whole number keeps the type"] = new(() => I() - 1, [2, -5, -1], [3], DType.Int64),
        ["op_Multiply"] = Of(() => X() * Y(), -3, 0, 1.25),
        ["op_Multiply number"] = Of(() => X() * -2.0, 3, 0, -5),
        ["op_Multiply whole number keeps the type"] = new(() => I() * 2, [6, -8, 0], [3], DType.Int64),
        ["op_Division"] = Of(() => X() / Y(), -0.75, 0, 5),
        ["op_Division number"] = Of(() => X() / 2.0, -0.75, 0, 1.25),
        ["op_UnaryNegation"] = Of(() => -Y(), -2, 1, -0.5),
        ["MatMul"] = new(() => A().MatMul(A()), [7, 10, 15, 22], [2, 2]),
        ["AddInPlace"] = Of(() => After(X(), x => x.AddInPlace(Y(), 2)), 2.5, -2, 3.5),
        ["AddInPlace whole number"] = new(() => After(I(), x => x.AddInPlace(1)), [4, -3, 1], [3], DType.Int64),
        ["MultiplyInPlace"] = Of(() => After(X(), x => x.MultiplyInPlace(2)), -3, 0, 5),
        ["Abs"] = Of(() => X().Abs(), 1.5, 0, 2.5),
        ["Sqrt"] = Of(() => Tensor.From([4f, 0.25f], 2).Sqrt(), 2, 0.5),
        ["ReciprocalSqrt"] = Of(() => Tensor.From([4f, 0.25f], 2).ReciprocalSqrt(), 0.5, 2),
        ["Square"] = Of(() => X().Square(), 2.25, 0, 6.25),
        ["Pow"] = Of(() => X().Pow(3), -3.375, 0, 15.625),
        ["Exp"] = Of(() => X().Exp(), Math.Exp(-1.5), 1, Math.Exp(2.5)),
        ["Log"] = Of(() => Tensor.From([1f, 10f], 2).Log(), 0, Math.Log(10)),
        ["Atan"] = Of(() => X().Atan(), Math.Atan(-1.5), 0, Math.Atan(2.5)),
        ["Sigmoid"] = Of(() => X().Sigmoid(), 1 / (1 + Math.Exp(1.5)), 0.5, 1 / (1 + Math.Exp(-2.5))),
        ["SiLU"] = Of(() => X().SiLU(), -1.5 / (1 + Math.Exp(1.5)), 0, 2.5 / (1 + Math.Exp(-2.5))),
        ["Relu"] = Of(() => X().Relu(), 0, 0, 2.5),
        ["Clamp"] = Of(() => X().Clamp(-1, 2), -1, 0, 2),
        ["ClampMin"] = Of(() => X().ClampMin(-1), -1, 0, 2.5),
        ["HardTanh"] = Of(() => X().HardTanh(-1, 2), -1, 0, 2),
        ["Round ties to even"] = Of(() => Tensor.From([-1.5f, -0.5f, 0.5f, 1.5f, 2.5f], 5).Round(), -2, 0, 0, 2, 2),
        ["RoundInPlace"] = Of(() => After(X(), x => x.RoundInPlace()), -2, 0, 2),
        ["Floor"] = Of(() => X().Floor(), -2, 0, 2),
        ["FloorInPlace"] = Of(() => After(X(), x => x.FloorInPlace()), -2, 0, 2),
        ["Minimum"] = Of(() => X().Minimum(Y()), -1.5, -1, 0.5),
        ["Maximum"] = Of(() => X().Maximum(Y()), 2, 0, 2.5),
        ["AtLeast"] = Truth(() => X().AtLeast(0), 0, 1, 1),
        ["AtLeast tensor"] = Truth(() => X().AtLeast(Y()), 0, 1, 1),
        ["Above"] = Truth(() => X().Above(0), 0, 0, 1),
        ["AtMost"] = Truth(() => X().AtMost(0), 1, 1, 0),
        ["Below"] = Truth(() => X().Below(0), 1, 0, 0),
        ["EqualTo"] = Truth(() => X().EqualTo(2.5), 0, 0, 1),
        ["EqualTo tensor"] = Truth(() => X().EqualTo(X() * 1.0), 1, 1, 1),
        ["NotEqualTo"] = Truth(() => X().NotEqualTo(0), 1, 0, 1),
        ["And"] = Truth(() => X().AtLeast(0).And(X().Below(1)), 0, 1, 0),
        ["Not"] = Truth(() => X().AtLeast(0).Not(), 1, 0, 0),
        ["Where"] = Of(() => X().AtLeast(0).Where(X(), Y()), 2, 0, 2.5),
        ["MaskedFill"] = Of(() => X().MaskedFill(X().Below(0), 7), 7, 0, 2.5),
        ["IsFinite"] = Truth(() => Tensor.From([1f, float.NaN, float.PositiveInfinity], 3).IsFinite(), 1, 0, 0),
    };

    public static TheoryData<string> Cases() => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Arithmetic_gives_the_numbers_computed_by_hand(string name) => Table[name].Check();

    [Fact]
    public void Comparisons_with_NaN_are_false_but_for_not_equal()
    {
        using var scope = new TensorScope();
        var nan = Tensor.From([float.NaN], 1);
        Assert.All(new[] { nan.AtLeast(0), nan.Above(0), nan.AtMost(0), nan.Below(0), nan.EqualTo(nan) }, b => Assert.Equal(0, b.Item()));
        Assert.Equal(1, nan.NotEqualTo(0).Item());
    }

    private static Tensor X() => Tensor.From([-1.5f, 0, 2.5f], 3);

    private static Tensor Y() => Tensor.From([2f, -1, 0.5f], 3);

    private static Tensor I() => Tensor.From([3L, -4, 0], 3);

    private static Tensor A() => Tensor.From([1f, 2, 3, 4], 2, 2);
}
