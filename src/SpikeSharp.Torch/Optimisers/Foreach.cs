using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch.Optimisers;

/// <summary>One call for a whole list of tensors: what an optimiser step is made of.</summary>
public static class Foreach
{
    private static readonly Op MulOp = new("_foreach_mul_", "Scalar");
    private static readonly Op AddOp = new("_foreach_add_", "List");
    private static readonly Op AddScalarOp = new("_foreach_add_", "Scalar");
    private static readonly Op AddcmulOp = new("_foreach_addcmul_", "Scalar");
    private static readonly Op AddcdivOp = new("_foreach_addcdiv_", "Scalar");
    private static readonly Op SqrtOp = new("_foreach_sqrt");
    private static readonly Op NormOp = new("_foreach_norm", "Scalar");

    /// <summary>Multiplies every tensor by a number.</summary>
    public static void MultiplyInPlace(Tensor[] tensors, double factor) => MulOp.Do(tensors, factor);

    /// <summary>Adds factor · others[i] to tensors[i].</summary>
    public static void AddInPlace(Tensor[] tensors, Tensor[] others, double factor = 1) => AddOp.Do(tensors, others, factor);

    /// <summary>Adds a number to every tensor.</summary>
    public static void AddInPlace(Tensor[] tensors, double number) => AddScalarOp.Do(tensors, number);

    /// <summary>Adds factor · a[i] · b[i] to tensors[i].</summary>
    public static void AddProductInPlace(Tensor[] tensors, Tensor[] a, Tensor[] b, double factor) => AddcmulOp.Do(tensors, a, b, factor);

    /// <summary>Adds factor · a[i] / b[i] to tensors[i].</summary>
    public static void AddQuotientInPlace(Tensor[] tensors, Tensor[] a, Tensor[] b, double factor) => AddcdivOp.Do(tensors, a, b, factor);

    /// <summary>Square roots.</summary>
    public static Tensor[] Sqrt(Tensor[] tensors) => SqrtOp.CallMany(new Value[] { tensors });

    /// <summary>Euclidean norm of each tensor.</summary>
    public static Tensor[] Norm(Tensor[] tensors) => NormOp.CallMany(tensors, 2.0);
}
