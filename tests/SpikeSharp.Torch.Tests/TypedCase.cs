namespace SpikeSharp.Torch.Tests;

/// <summary>One call of a typed method and what it must give; the key of a table of cases begins with the method's name.</summary>
internal sealed record TypedCase(Func<Tensor> Run, double[] Expected, long[] Shape, DType Type = DType.Float32)
{
    /// <summary>A case whose result has rank 1.</summary>
    public static TypedCase Of(Func<Tensor> run, params double[] expected) => new(run, expected, [expected.Length]);

    /// <summary>A case of truth values.</summary>
    public static TypedCase Truth(Func<Tensor> run, params double[] expected) => new(run, expected, [expected.Length], DType.Bool);

    public void Check()
    {
        using var scope = new TensorScope();
        var result = Run();
        Assert.Equal(Type, result.DType);
        Assert.Equal(Shape, result.Shape);
        TensorAssert.Equal(Expected, result);
    }

    /// <summary>A tensor after a method changed it in place.</summary>
    public static Tensor After(Tensor tensor, Action<Tensor> change)
    {
        change(tensor);
        return tensor;
    }
}
