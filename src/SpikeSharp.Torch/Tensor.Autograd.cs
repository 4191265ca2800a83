using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed unsafe partial class Tensor
{
    /// <summary>The gradient that backward passes have added up, or null. A new handle on the same memory.</summary>
    public Tensor? Grad
    {
        get
        {
            nint grad;
            Native.Check(Native.ss_grad(Handle, &grad), "grad");
            return grad == 0 ? null : new Tensor(grad);
        }
        set => Native.Check(Native.ss_set_grad(Handle, value?.Handle ?? 0), "grad");
    }

    /// <summary>Adds the gradients of this tensor's sum, or of its product with the given gradient, to every leaf it depends on.</summary>
    public void Backward(Tensor? gradient = null)
    {
        Native.Check(Native.ss_backward(Handle, gradient?.Handle ?? 0), $"backward of {this}");
        GC.KeepAlive(this);
        GC.KeepAlive(gradient);
    }
}
