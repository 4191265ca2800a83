using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import.Constants;

/// <summary>
/// Arithmetic of constants, number by number. Whole numbers stay whole: a division of them loses its fraction, as ONNX says.
/// </summary>
internal static class ElementwiseFolding
{
    private static readonly Dictionary<string, Func<double, double>> OfOne = new(StringComparer.Ordinal)
    {
        ["Neg"] = x => -x,
        ["Abs"] = Math.Abs,
        ["Sqrt"] = Math.Sqrt,
        ["Exp"] = Math.Exp,
        ["Log"] = Math.Log,
        ["Floor"] = Math.Floor,
        ["Ceil"] = Math.Ceiling,
        ["Round"] = Math.Round,
        ["Reciprocal"] = x => 1 / x,
        ["Not"] = x => x == 0 ? 1 : 0,
    };

    private static readonly Dictionary<string, Func<double, double, double>> OfTwo = new(StringComparer.Ordinal)
    {
        ["Add"] = (a, b) => a + b,
        ["Sub"] = (a, b) => a - b,
        ["Mul"] = (a, b) => a * b,
        ["Div"] = (a, b) => a / b,
        ["Mod"] = (a, b) => a - b * Math.Floor(a / b),
        ["Pow"] = Math.Pow,
        ["Max"] = Math.Max,
        ["Min"] = Math.Min,
        ["And"] = (a, b) => a != 0 && b != 0 ? 1 : 0,
        ["Or"] = (a, b) => a != 0 || b != 0 ? 1 : 0,
    };

    private static readonly Dictionary<string, Func<double, double, bool>> Comparisons = new(StringComparer.Ordinal)
    {
        ["Equal"] = (a, b) => a == b,
        ["Less"] = (a, b) => a < b,
        ["LessOrEqual"] = (a, b) => a <= b,
        ["Greater"] = (a, b) => a > b,
        ["GreaterOrEqual"] = (a, b) => a >= b,
    };

    public static bool Knows(string name) => OfOne.ContainsKey(name) || OfTwo.ContainsKey(name) || Comparisons.ContainsKey(name);

    public static bool TryFold(NodeImport node)
    {
        if (OfOne.TryGetValue(node.Operator, out var one))
        {
            var array = node.Fixed(0);
            node.Budget.Take(array.Count);
            node.Give(0, new OnnxValue(Filled(array.Shape, array.IsReal, i => one(array[i]))));
            return true;
        }
        if (node.InputCount != 2)
            return false;
        if (OfTwo.TryGetValue(node.Operator, out var two))
            Combine(node, two, isReal: null);
        else if (Comparisons.TryGetValue(node.Operator, out var compare))
            Combine(node, (a, b) => compare(a, b) ? 1 : 0, isReal: false);
        else
            return false;
        return true;
    }

    private static void Combine(NodeImport node, Func<double, double, double> function, bool? isReal)
    {
        var (a, b) = (node.Fixed(0), node.Fixed(1));
        var shape = OnnxShape.Broadcast(a.Shape, b.Shape);
        node.Budget.Take(OnnxShape.Count(shape));
        int[] atA = OnnxShape.Stretched(a.Shape, shape),
            atB = OnnxShape.Stretched(b.Shape, shape);
        node.Give(0, new OnnxValue(Filled(shape, isReal ?? (a.IsReal || b.IsReal), i => function(a[atA[i]], b[atB[i]]))));
    }

    private static OnnxArray Filled(int[] shape, bool isReal, Func<int, double> number)
    {
        var numbers = Enumerable.Range(0, OnnxShape.Count(shape)).Select(number);
        return isReal ? new OnnxArray(shape, [.. numbers.Select(x => (float)x)]) : new OnnxArray(shape, [.. numbers.Select(Whole)]);
    }

    private static long Whole(double x) => double.IsNaN(x) ? 0 : (long)Math.Clamp(Math.Truncate(x), long.MinValue, long.MaxValue);
}
