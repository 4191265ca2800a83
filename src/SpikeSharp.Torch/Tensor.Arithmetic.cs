using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed partial class Tensor
{
    private static readonly Op AddTensorOp = new("add", "Tensor");
    private static readonly Op AddScalarOp = new("add", "Scalar");
    private static readonly Op AddInPlaceOp = new("add_", "Tensor");
    private static readonly Op AddInPlaceScalarOp = new("add_", "Scalar");
    private static readonly Op SubTensorOp = new("sub", "Tensor");
    private static readonly Op SubScalarOp = new("sub", "Scalar");
    private static readonly Op RsubScalarOp = new("rsub", "Scalar");
    private static readonly Op MulTensorOp = new("mul", "Tensor");
    private static readonly Op MulScalarOp = new("mul", "Scalar");
    private static readonly Op MulInPlaceScalarOp = new("mul_", "Scalar");
    private static readonly Op DivTensorOp = new("div", "Tensor");
    private static readonly Op DivScalarOp = new("div", "Scalar");
    private static readonly Op MatmulOp = new("matmul");
    private static readonly Op NegOp = new("neg");
    private static readonly Op AbsOp = new("abs");
    private static readonly Op SqrtOp = new("sqrt");
    private static readonly Op RsqrtOp = new("rsqrt");
    private static readonly Op SquareOp = new("square");
    private static readonly Op PowScalarOp = new("pow", "Tensor_Scalar");
    private static readonly Op ExpOp = new("exp");
    private static readonly Op LogOp = new("log");
    private static readonly Op AtanOp = new("atan");
    private static readonly Op SigmoidOp = new("sigmoid");
    private static readonly Op ReluOp = new("relu");
    private static readonly Op SiluOp = new("silu");
    private static readonly Op ClampOp = new("clamp");
    private static readonly Op HardtanhOp = new("hardtanh");
    private static readonly Op RoundOp = new("round");
    private static readonly Op RoundInPlaceOp = new("round_");
    private static readonly Op FloorOp = new("floor");
    private static readonly Op FloorInPlaceOp = new("floor_");
    private static readonly Op MinimumOp = new("minimum");
    private static readonly Op MaximumOp = new("maximum");
    private static readonly Op GeOp = new("ge", "Scalar");
    private static readonly Op GtOp = new("gt", "Scalar");
    private static readonly Op GeTensorOp = new("ge", "Tensor");
    private static readonly Op LeOp = new("le", "Scalar");
    private static readonly Op LtOp = new("lt", "Scalar");
    private static readonly Op EqOp = new("eq", "Scalar");
    private static readonly Op EqTensorOp = new("eq", "Tensor");
    private static readonly Op NeOp = new("ne", "Scalar");
    private static readonly Op AndOp = new("logical_and");
    private static readonly Op NotOp = new("logical_not");
    private static readonly Op WhereOp = new("where", "self");
    private static readonly Op MaskedFillOp = new("masked_fill", "Scalar");
    private static readonly Op IsFiniteOp = new("isfinite");

    /// <summary>Sum, with broadcasting.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => AddTensorOp.Call(a, b);

    /// <summary>Sum with a number.</summary>
    public static Tensor operator +(Tensor a, double b) => AddScalarOp.Call(a, b);

    /// <summary>Sum with a whole number, which keeps integer types.</summary>
    public static Tensor operator +(Tensor a, long b) => AddScalarOp.Call(a, b);

    /// <summary>Difference, with broadcasting.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => SubTensorOp.Call(a, b);

    /// <summary>Difference with a number.</summary>
    public static Tensor operator -(Tensor a, double b) => SubScalarOp.Call(a, b);

    /// <summary>Difference with a whole number, which keeps integer types.</summary>
    public static Tensor operator -(Tensor a, long b) => SubScalarOp.Call(a, b);

    /// <summary>A number minus a tensor.</summary>
    public static Tensor operator -(double a, Tensor b) => RsubScalarOp.Call(b, a);

    /// <summary>Product of elements, with broadcasting.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => MulTensorOp.Call(a, b);

    /// <summary>Product with a number.</summary>
    public static Tensor operator *(Tensor a, double b) => MulScalarOp.Call(a, b);

    /// <summary>Product with a whole number, which keeps integer types.</summary>
    public static Tensor operator *(Tensor a, long b) => MulScalarOp.Call(a, b);

    /// <summary>Quotient of elements, with broadcasting.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => DivTensorOp.Call(a, b);

    /// <summary>Quotient with a number.</summary>
    public static Tensor operator /(Tensor a, double b) => DivScalarOp.Call(a, b);

    /// <summary>The negative.</summary>
    public static Tensor operator -(Tensor a) => NegOp.Call(a);

    /// <summary>Matrix product.</summary>
    public Tensor MatMul(Tensor other) => MatmulOp.Call(this, other);

    /// <summary>Adds factor · other to this tensor.</summary>
    public void AddInPlace(Tensor other, double factor = 1) => AddInPlaceOp.Do(this, other, factor);

    /// <summary>Adds a number to this tensor.</summary>
    public void AddInPlace(long number) => AddInPlaceScalarOp.Do(this, number);

    /// <summary>Multiplies this tensor by a number.</summary>
    public void MultiplyInPlace(double factor) => MulInPlaceScalarOp.Do(this, factor);

    /// <summary>Absolute values.</summary>
    public Tensor Abs() => AbsOp.Call(this);

    /// <summary>Square roots.</summary>
    public Tensor Sqrt() => SqrtOp.Call(this);

    /// <summary>1 / square roots.</summary>
    public Tensor ReciprocalSqrt() => RsqrtOp.Call(this);

    /// <summary>Squares.</summary>
    public Tensor Square() => SquareOp.Call(this);

    /// <summary>Powers.</summary>
    public Tensor Pow(double exponent) => PowScalarOp.Call(this, exponent);

    /// <summary>Exponentials.</summary>
    public Tensor Exp() => ExpOp.Call(this);

    /// <summary>Natural logarithms.</summary>
    public Tensor Log() => LogOp.Call(this);

    /// <summary>Arcus tangents.</summary>
    public Tensor Atan() => AtanOp.Call(this);

    /// <summary>1 / (1 + e^−x).</summary>
    public Tensor Sigmoid() => SigmoidOp.Call(this);

    /// <summary>max(0, x).</summary>
    public Tensor Relu() => ReluOp.Call(this);

    /// <summary>x · sigmoid(x).</summary>
    public Tensor SiLU() => SiluOp.Call(this);

    /// <summary>Values limited to [min, max]; the gradient passes inside and at both bounds.</summary>
    public Tensor Clamp(double min, double max) => ClampOp.Call(this, min, max);

    /// <summary>Values not below min.</summary>
    public Tensor ClampMin(double min) => ClampOp.Call(this, min);

    /// <summary>Values limited to [min, max]; the gradient passes strictly inside only, in one pass over memory.</summary>
    public Tensor HardTanh(double min, double max) => HardtanhOp.Call(this, min, max);

    /// <summary>Nearest integers, ties to even.</summary>
    public Tensor Round() => RoundOp.Call(this);

    /// <summary>Rounds this tensor, ties to even.</summary>
    public void RoundInPlace() => RoundInPlaceOp.Do(this);

    /// <summary>Largest integers not above.</summary>
    public Tensor Floor() => FloorOp.Call(this);

    /// <summary>Rounds this tensor down.</summary>
    public void FloorInPlace() => FloorInPlaceOp.Do(this);

    /// <summary>The smaller of two, element by element.</summary>
    public Tensor Minimum(Tensor other) => MinimumOp.Call(this, other);

    /// <summary>The larger of two, element by element.</summary>
    public Tensor Maximum(Tensor other) => MaximumOp.Call(this, other);

    /// <summary>x ≥ value, as Bool.</summary>
    public Tensor AtLeast(double value) => GeOp.Call(this, value);

    /// <summary>x ≥ other, as Bool.</summary>
    public Tensor AtLeast(Tensor other) => GeTensorOp.Call(this, other);

    /// <summary>x > value, as Bool.</summary>
    public Tensor Above(double value) => GtOp.Call(this, value);

    /// <summary>x ≤ value, as Bool.</summary>
    public Tensor AtMost(double value) => LeOp.Call(this, value);

    /// <summary>x &lt; value, as Bool.</summary>
    public Tensor Below(double value) => LtOp.Call(this, value);

    /// <summary>x = value, as Bool.</summary>
    public Tensor EqualTo(double value) => EqOp.Call(this, value);

    /// <summary>x = other, as Bool.</summary>
    public Tensor EqualTo(Tensor other) => EqTensorOp.Call(this, other);

    /// <summary>x ≠ value, as Bool.</summary>
    public Tensor NotEqualTo(double value) => NeOp.Call(this, value);

    /// <summary>Both true, as Bool.</summary>
    public Tensor And(Tensor other) => AndOp.Call(this, other);

    /// <summary>Not true, as Bool.</summary>
    public Tensor Not() => NotOp.Call(this);

    /// <summary>Elements of a where this condition holds, of b elsewhere.</summary>
    public Tensor Where(Tensor a, Tensor b) => WhereOp.Call(this, a, b);

    /// <summary>A copy with value where the mask is true.</summary>
    public Tensor MaskedFill(Tensor mask, double value) => MaskedFillOp.Call(this, mask, value);

    /// <summary>Neither NaN nor infinite, as Bool.</summary>
    public Tensor IsFinite() => IsFiniteOp.Call(this);
}
