namespace SpikeSharp.Torch;

/// <summary>
/// Frees at its end every tensor made in it on this thread, unless kept: native memory is freed by scopes, not by luck.
/// Scopes nest; one must not cross an <c>await</c>, and its tensors are disposed on its thread.
/// Dropping a handle before <c>Backward</c> is safe: the graph holds its own references.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic] private static TensorScope? current;
    [ThreadStatic] private static Stack<List<Tensor?>>? spares;     // the lists of ended scopes, grown once

    private readonly TensorScope? outer;
    private readonly int depth;
    private readonly List<Tensor?> members;
    private bool ended;

    /// <summary>Opens a scope inside the current one.</summary>
    public TensorScope()
    {
        members = spares is { Count: > 0 } ? spares.Pop() : [];
        outer = current;
        depth = outer is null ? 0 : outer.depth + 1;
        current = this;
    }

    /// <summary>
    /// Moves a tensor made in this scope, or in one inside it, to the scope around this one (or to nobody, outside every scope), and
    /// returns it. A tensor of an outer scope, or of none, stays where it is.
    /// </summary>
    public Tensor Keep(Tensor tensor)
    {
        if (tensor.Owner is { } owner && owner.depth >= depth)
        {
            owner.Forget(tensor);
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

    /// <summary>Disposes what was made in the scope and not kept. A second call does nothing.</summary>
    /// <exception cref="InvalidOperationException">
    /// The scope is not open on this thread; or a scope inside it was still open, and was ended with it.
    /// </exception>
    public void Dispose()
    {
        if (ended) return;
        var innermost = current;
        var here = innermost;
        while (here is not null && here != this) here = here.outer;
        if (here is null) throw new InvalidOperationException("a TensorScope ended on another thread: a scope must not cross an await");
        while (!ended) current!.End();
        if (innermost != this) throw new InvalidOperationException("a TensorScope ended out of order, before one inside it: scopes nest");
    }

    internal static void Register(Tensor tensor) => current?.Adopt(tensor);

    internal void Forget(Tensor tensor)
    {
        members[tensor.Slot] = null;
        tensor.Owner = null;
        while (members.Count > 0 && members[^1] is null) members.RemoveAt(members.Count - 1);
    }

    private void End()
    {
        current = outer;
        ended = true;
        foreach (var tensor in members)
        {
            if (tensor is null) continue;
            tensor.Owner = null;
            tensor.Dispose();
        }
        members.Clear();
        (spares ??= new()).Push(members);
    }

    private void Adopt(Tensor tensor)
    {
        tensor.Owner = this;
        tensor.Slot = members.Count;
        members.Add(tensor);
    }
}
