using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed unsafe partial class Tensor
{
    /// <summary>The gradient that backward passes have added up, or null. A new handle on the same memory.</summary>
    /// <exception cref="TorchException">Set to a tensor of another shape, type or device.</exception>
    public Tensor? Grad
    {
        get
        {
            nint grad;
            Native.Check(Native.ss_grad(Handle, &grad), "grad");
            GC.KeepAlive(this);
            return grad == 0 ? null : new Tensor(grad);
        }
        set
        {
            Native.Check(Native.ss_set_grad(Handle, value?.Handle ?? 0), "grad");
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }
    }

    /// <summary>
    /// Adds the gradients of this tensor of one element, or of its product with the given gradient, to every leaf it depends on.
    /// </summary>
    /// <exception cref="TorchException">Many elements and no gradient given, nothing recorded, or a second pass over one
    /// record.</exception>
    public void Backward(Tensor? gradient = null)
    {
        if (Native.ss_backward(Handle, gradient?.Handle ?? 0) < 0)
        {
            var reason = Native.LastError;
            throw new TorchException($"backward of {this}", reason);
        }
        GC.KeepAlive(this);
        GC.KeepAlive(gradient);
    }
}
