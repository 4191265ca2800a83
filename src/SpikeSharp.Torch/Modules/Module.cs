namespace SpikeSharp.Torch.Modules;

/// <summary>A layer or network of one input and one output.</summary>
public abstract class Module
{
    /// <summary>Runs the module; whatever it made on the way, save the result, is freed.</summary>
    public Tensor Call(Tensor x)
    {
        using var scope = new TensorScope();
        return scope.Keep(Forward(x));
    }

    /// <summary>The computation; intermediate tensors need no care.</summary>
    protected abstract Tensor Forward(Tensor x);
}
