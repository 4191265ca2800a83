namespace SpikeSharp.Torch;

/// <summary>
/// Frees at its end every tensor made in it on this thread, unless kept: native memory is freed by scopes, not by luck.
/// Scopes nest; one must not cross an <c>await</c>, and its tensors are disposed on its thread.
/// Dropping a handle before <c>Backward</c> is safe: the graph holds its own references.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? _current;

    [ThreadStatic]
    private static Stack<List<Tensor?>>? _spares; // the lists of ended scopes, grown once

    private readonly TensorScope? _outer;
    private readonly int _depth;
    private readonly List<Tensor?> _members;
    private bool _ended;

    /// <summary>Opens a scope inside the current one.</summary>
    public TensorScope()
    {
        _members = _spares is { Count: > 0 } ? _spares.Pop() : [];
        _outer = _current;
        _depth = _outer is null ? 0 : _outer._depth + 1;
        _current = this;
    }

    /// <summary>
    /// Moves a tensor made in this scope, or in one inside it, to the scope around this one (or to nobody, outside every scope), and
    /// returns it. A tensor of an outer scope, or of none, stays where it is.
    /// </summary>
    public Tensor Keep(Tensor tensor)
    {
        if (tensor.Owner is { } owner && owner._depth >= _depth)
        {
            owner.Forget(tensor);
            _outer?.Adopt(tensor);
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
        if (_ended)
            return;
        var innermost = _current;
        var here = innermost;
        while (here is not null && here != this)
            here = here._outer;
        if (here is null)
            throw new InvalidOperationException("a TensorScope ended on another thread: a scope must not cross an await");
        while (!_ended)
            _current!.End();
        if (innermost != this)
            throw new InvalidOperationException("a TensorScope ended out of order, before one inside it: scopes nest");
    }

    internal static void Register(Tensor tensor) => _current?.Adopt(tensor);

    internal void Forget(Tensor tensor)
    {
        _members[tensor.Slot] = null;
        tensor.Owner = null;
        while (_members.Count > 0 && _members[^1] is null)
            _members.RemoveAt(_members.Count - 1);
    }

    private void End()
    {
        _current = _outer;
        _ended = true;
        foreach (var tensor in _members)
        {
            if (tensor is null)
                continue;
            tensor.Owner = null;
            tensor.Dispose();
        }
        _members.Clear();
        (_spares ??= new()).Push(_members);
    }

    private void Adopt(Tensor tensor)
    {
        tensor.Owner = this;
        tensor.Slot = _members.Count;
        _members.Add(tensor);
    }
}
