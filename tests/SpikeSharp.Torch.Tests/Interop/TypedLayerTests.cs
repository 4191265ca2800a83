using System.Reflection;
using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch.Tests.Interop;

public sealed class TypedLayerTests
{
    // Methods that are no operators, or whose results are not fixed numbers, have tests of their own.
    private static readonly string[] Elsewhere =
    [
        "Empty",
        "Zeros",
        "Ones",
        "Full",
        "Range",
        "ZerosLike",
        "EmptyLike",
        "From",
        "Span",
        "Bytes",
        "ToArray",
        "Item",
        "Random",
        "RandomNormal",
        "UniformInPlace",
        "Backward",
        "Size",
        "Dispose",
        "ToString",
    ];

    private static readonly Op[] Ops =
    [
        .. from type in typeof(Tensor).Assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where field.FieldType == typeof(Op)
        select (Op)field.GetValue(null)!,
    ];

    public static TheoryData<string> Names() => [.. Ops.Select(op => op.Name)];

    /// <summary>
    /// The arguments' number and kinds are checked against the schema by the calls of the tables: the border refuses any other.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_operator_of_the_binding_exists_under_its_name_and_overload(string name) =>
        Assert.StartsWith($"aten::{name}(", Ops.First(op => op.Name == name).Schema);

    [Fact]
    public void No_operator_is_bound_twice()
    {
        Assert.InRange(Ops.Length, 90, 200);
        Assert.Equal(Ops.Length, Ops.Select(op => op.Name).Distinct().Count());
    }

    [Fact]
    public void Every_typed_method_of_a_tensor_has_a_case_computed_by_hand()
    {
        var methods = typeof(Tensor)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(m => m.Name)
            .Where(n => !n.StartsWith("get_", StringComparison.Ordinal) && !n.StartsWith("set_", StringComparison.Ordinal));
        var cases = new[] { TensorArithmeticTests.Table, TensorShapeTests.Table, TensorReduceTests.Table, TensorIndexTests.Table }
            .SelectMany(t => t.Keys)
            .Select(k => k.Split(' ')[0]);
        Assert.Equal(methods.Distinct().Order(), cases.Concat(Elsewhere).Distinct().Order());
    }
}
