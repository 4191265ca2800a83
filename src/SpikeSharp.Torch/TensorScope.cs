namespace SpikeSharp.Torch;

/// <summary>
/// Frees at its end every tensor made in it on this thread, unless kept: native memory is freed by scopes, not by luck.
/// Scopes nest; one must not cross an <c>await</c>. Dropping a handle before <c>Backward</c> is safe: the graph holds its own references.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic] private static TensorScope? current;

    private readonly TensorScope? outer;
    private readonly List<Tensor?> members = [];

    /// <summary>Opens a scope inside the current one.</summary>
    public TensorScope()
    {
        outer = current;
        current = this;
    }

    /// <summary>Moves a tensor to the scope around this one (or to nobody, outside every scope), and returns it.</summary>
    public Tensor Keep(Tensor tensor)
    {
        if (tensor.Owner == this)
        {
            Forget(tensor);
            outer?.Adopt(tensor);
        }
        return tensor;
    }

    /// <summary>Takes a tensor out of every scope: whoever calls this disposes it.</summary>
    public static Tensor Release(Tensor tensor)
    {
        tensor.Owner?.Forget(tensor);
        return tensor;
    }

    /// <summary>Disposes what was made in the scope and not kept.</summary>
    public void Dispose()
    {
        if (current != this) throw new InvalidOperationException("a TensorScope ended out of order: scopes nest on one thread");
        current = outer;
        foreach (var tensor in members)
        {
            if (tensor is null) continue;
            tensor.Owner = null;
            tensor.Dispose();
        }
        members.Clear();
    }

    internal static void Register(Tensor tensor) => current?.Adopt(tensor);

    internal void Forget(Tensor tensor)
    {
        members[tensor.Slot] = null;
        if (tensor.Slot == members.Count - 1) members.RemoveAt(tensor.Slot);
        tensor.Owner = null;
    }

    private void Adopt(Tensor tensor)
    {
        tensor.Owner = this;
        tensor.Slot = members.Count;
        members.Add(tensor);
    }
}
