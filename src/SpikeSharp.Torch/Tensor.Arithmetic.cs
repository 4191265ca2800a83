using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed partial class Tensor
{
    private static readonly Op addTensor = new("add", "Tensor");
    private static readonly Op addScalar = new("add", "Scalar");
    private static readonly Op addInPlace = new("add_", "Tensor");
    private static readonly Op addInPlaceScalar = new("add_", "Scalar");
    private static readonly Op subTensor = new("sub", "Tensor");
    private static readonly Op subScalar = new("sub", "Scalar");
    private static readonly Op rsubScalar = new("rsub", "Scalar");
    private static readonly Op mulTensor = new("mul", "Tensor");
    private static readonly Op mulScalar = new("mul", "Scalar");
    private static readonly Op mulInPlaceScalar = new("mul_", "Scalar");
    private static readonly Op divTensor = new("div", "Tensor");
    private static readonly Op divScalar = new("div", "Scalar");
    private static readonly Op matmul = new("matmul");
    private static readonly Op neg = new("neg");
    private static readonly Op abs = new("abs");
    private static readonly Op sqrt = new("sqrt");
    private static readonly Op rsqrt = new("rsqrt");
    private static readonly Op square = new("square");
    private static readonly Op powScalar = new("pow", "Tensor_Scalar");
    private static readonly Op exp = new("exp");
    private static readonly Op log = new("log");
    private static readonly Op atan = new("atan");
    private static readonly Op sigmoid = new("sigmoid");
    private static readonly Op relu = new("relu");
    private static readonly Op silu = new("silu");
    private static readonly Op clamp = new("clamp");
    private static readonly Op hardtanh = new("hardtanh");
    private static readonly Op round = new("round");
    private static readonly Op roundInPlace = new("round_");
    private static readonly Op floor = new("floor");
    private static readonly Op floorInPlace = new("floor_");
    private static readonly Op minimum = new("minimum");
    private static readonly Op maximum = new("maximum");
    private static readonly Op ge = new("ge", "Scalar");
    private static readonly Op gt = new("gt", "Scalar");
    private static readonly Op geTensor = new("ge", "Tensor");
    private static readonly Op le = new("le", "Scalar");
    private static readonly Op lt = new("lt", "Scalar");
    private static readonly Op eq = new("eq", "Scalar");
    private static readonly Op eqTensor = new("eq", "Tensor");
    private static readonly Op ne = new("ne", "Scalar");
    private static readonly Op and = new("logical_and");
    private static readonly Op not = new("logical_not");
    private static readonly Op where = new("where", "self");
    private static readonly Op maskedFill = new("masked_fill", "Scalar");
    private static readonly Op isFinite = new("isfinite");

    /// <summary>Sum, with broadcasting.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => addTensor.Call(a, b);
    /// <summary>Sum with a number.</summary>
    public static Tensor operator +(Tensor a, double b) => addScalar.Call(a, b);
    /// <summary>Sum with a whole number, which keeps integer types.</summary>
    public static Tensor operator +(Tensor a, long b) => addScalar.Call(a, b);
    /// <summary>Difference, with broadcasting.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => subTensor.Call(a, b);
    /// <summary>Difference with a number.</summary>
    public static Tensor operator -(Tensor a, double b) => subScalar.Call(a, b);
    /// <summary>Difference with a whole number, which keeps integer types.</summary>
    public static Tensor operator -(Tensor a, long b) => subScalar.Call(a, b);
    /// <summary>A number minus a tensor.</summary>
    public static Tensor operator -(double a, Tensor b) => rsubScalar.Call(b, a);
    /// <summary>Product of elements, with broadcasting.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => mulTensor.Call(a, b);
    /// <summary>Product with a number.</summary>
    public static Tensor operator *(Tensor a, double b) => mulScalar.Call(a, b);
    /// <summary>Product with a whole number, which keeps integer types.</summary>
    public static Tensor operator *(Tensor a, long b) => mulScalar.Call(a, b);
    /// <summary>Quotient of elements, with broadcasting.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => divTensor.Call(a, b);
    /// <summary>Quotient with a number.</summary>
    public static Tensor operator /(Tensor a, double b) => divScalar.Call(a, b);
    /// <summary>The negative.</summary>
    public static Tensor operator -(Tensor a) => neg.Call(a);

    /// <summary>Matrix product.</summary>
    public Tensor MatMul(Tensor other) => matmul.Call(this, other);
    /// <summary>Adds factor · other to this tensor.</summary>
    public void AddInPlace(Tensor other, double factor = 1) => addInPlace.Do(this, other, factor);
    /// <summary>Adds a number to this tensor.</summary>
    public void AddInPlace(long number) => addInPlaceScalar.Do(this, number);
    /// <summary>Multiplies this tensor by a number.</summary>
    public void MultiplyInPlace(double factor) => mulInPlaceScalar.Do(this, factor);
    /// <summary>Absolute values.</summary>
    public Tensor Abs() => abs.Call(this);
    /// <summary>Square roots.</summary>
    public Tensor Sqrt() => sqrt.Call(this);
    /// <summary>1 / square roots.</summary>
    public Tensor ReciprocalSqrt() => rsqrt.Call(this);
    /// <summary>Squares.</summary>
    public Tensor Square() => square.Call(this);
    /// <summary>Powers.</summary>
    public Tensor Pow(double exponent) => powScalar.Call(this, exponent);
    /// <summary>Exponentials.</summary>
    public Tensor Exp() => exp.Call(this);
    /// <summary>Natural logarithms.</summary>
    public Tensor Log() => log.Call(this);
    /// <summary>Arcus tangents.</summary>
    public Tensor Atan() => atan.Call(this);
    /// <summary>1 / (1 + e^−x).</summary>
    public Tensor Sigmoid() => sigmoid.Call(this);
    /// <summary>max(0, x).</summary>
    public Tensor Relu() => relu.Call(this);
    /// <summary>x · sigmoid(x).</summary>
    public Tensor SiLU() => silu.Call(this);
    /// <summary>Values limited to [min, max]; the gradient passes inside and at both bounds.</summary>
    public Tensor Clamp(double min, double max) => clamp.Call(this, min, max);
    /// <summary>Values not below min.</summary>
    public Tensor ClampMin(double min) => clamp.Call(this, min);
    /// <summary>Values limited to [min, max]; the gradient passes strictly inside only, in one pass over memory.</summary>
    public Tensor HardTanh(double min, double max) => hardtanh.Call(this, min, max);
    /// <summary>Nearest integers, ties to even.</summary>
    public Tensor Round() => round.Call(this);
    /// <summary>Rounds this tensor, ties to even.</summary>
    public void RoundInPlace() => roundInPlace.Do(this);
    /// <summary>Largest integers not above.</summary>
    public Tensor Floor() => floor.Call(this);
    /// <summary>Rounds this tensor down.</summary>
    public void FloorInPlace() => floorInPlace.Do(this);
    /// <summary>The smaller of two, element by element.</summary>
    public Tensor Minimum(Tensor other) => minimum.Call(this, other);
    /// <summary>The larger of two, element by element.</summary>
    public Tensor Maximum(Tensor other) => maximum.Call(this, other);

    /// <summary>x ≥ value, as Bool.</summary>
    public Tensor AtLeast(double value) => ge.Call(this, value);
    /// <summary>x ≥ other, as Bool.</summary>
    public Tensor AtLeast(Tensor other) => geTensor.Call(this, other);
    /// <summary>x > value, as Bool.</summary>
    public Tensor Above(double value) => gt.Call(this, value);
    /// <summary>x ≤ value, as Bool.</summary>
    public Tensor AtMost(double value) => le.Call(this, value);
    /// <summary>x &lt; value, as Bool.</summary>
    public Tensor Below(double value) => lt.Call(this, value);
    /// <summary>x = value, as Bool.</summary>
    public Tensor EqualTo(double value) => eq.Call(this, value);
    /// <summary>x = other, as Bool.</summary>
    public Tensor EqualTo(Tensor other) => eqTensor.Call(this, other);
    /// <summary>x ≠ value, as Bool.</summary>
    public Tensor NotEqualTo(double value) => ne.Call(this, value);
    /// <summary>Both true, as Bool.</summary>
    public Tensor And(Tensor other) => and.Call(this, other);
    /// <summary>Not true, as Bool.</summary>
    public Tensor Not() => not.Call(this);
    /// <summary>Elements of a where this condition holds, of b elsewhere.</summary>
    public Tensor Where(Tensor a, Tensor b) => where.Call(this, a, b);
    /// <summary>A copy with value where the mask is true.</summary>
    public Tensor MaskedFill(Tensor mask, double value) => maskedFill.Call(this, mask, value);
    /// <summary>Neither NaN nor infinite, as Bool.</summary>
    public Tensor IsFinite() => isFinite.Call(this);
}
