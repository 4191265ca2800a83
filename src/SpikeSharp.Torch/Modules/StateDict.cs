namespace SpikeSharp.Torch.Modules;

/// <summary>
/// All tensors of a model, in the order of construction, under the names of its checkpoint; and whether the model is training.
/// Modules ask it for their tensors by path (<see cref="Root"/>), so building and naming are one thing.
/// </summary>
public sealed class StateDict : IDisposable
{
    private readonly Dictionary<string, NamedTensor> _byName = [];
    private readonly List<NamedTensor> _entries = [];

    /// <summary>The path from which modules ask for tensors.</summary>
    public Weights Root => new(this, "");

    /// <summary>Batch statistics are used and moved while true; running ones are used while false.</summary>
    public bool Training { get; set; }

    /// <summary>Every tensor, in order.</summary>
    public IReadOnlyList<NamedTensor> Entries => _entries;

    /// <summary>The tensors an optimiser changes, in order.</summary>
    public IEnumerable<NamedTensor> Trained => _entries.Where(e => e.IsTrained);

    /// <summary>Elements in all parameters, frozen ones included.</summary>
    public long ParameterCount => _entries.Where(e => e.IsParameter).Sum(e => e.Tensor.ElementCount);

    /// <summary>Whether a tensor has that name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="KeyNotFoundException">No tensor has that name.</exception>
    public Tensor this[string name] => _byName[name].Tensor;

    /// <summary>
    /// Copies tensors of a checkpoint into those of the same name. Nothing is copied when a shape differs: a network with a silently
    /// fresh layer is worse than none.
    /// </summary>
    /// <returns>Which names matched, were missing in the source, or are unknown to the model.</returns>
    /// <exception cref="ShapeException">A tensor has another shape than the model's.</exception>
    public LoadReport Load(IReadOnlyDictionary<string, Tensor> source)
    {
        foreach (var (name, tensor) in source)
        {
            if (_byName.TryGetValue(name, out var mine) && !mine.Tensor.Shape.AsSpan().SequenceEqual(tensor.Shape))
                throw new ShapeException($"weights '{name}'", mine.Tensor.ToString(), tensor.ToString());
        }
        using (GradMode.Off())
        {
            foreach (var (name, tensor) in source)
                if (_byName.TryGetValue(name, out var mine))
                    mine.Tensor.CopyFrom(tensor);
        }
        return new LoadReport(
            [.. _entries.Where(e => source.ContainsKey(e.Name)).Select(e => e.Name)],
            // Counters of batches decide nothing, and are left out of many a file.
            [
                .. _entries
                    .Where(e => !source.ContainsKey(e.Name) && !e.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
                    .Select(e => e.Name),
            ],
            [.. source.Keys.Where(name => !_byName.ContainsKey(name))]
        );
    }

    /// <summary>Moves every tensor to a device.</summary>
    public void To(string device)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            if (entry.Tensor.Device == device)
                continue;
            entry.Tensor.MoveTo(device);
        }
    }

    /// <summary>Frees all tensors.</summary>
    public void Dispose()
    {
        foreach (var entry in _entries)
            entry.Tensor.Dispose();
        _entries.Clear();
        _byName.Clear();
    }

    internal Tensor Add(string name, Tensor tensor, TensorRole role)
    {
        var entry = new NamedTensor(name, tensor, role);
        if (!_byName.TryAdd(name, entry))
            throw new ArgumentException($"two tensors are named '{name}'");
        _entries.Add(entry);
        TensorScope.Release(tensor);
        if (entry.IsTrained)
            tensor.RequiresGrad = true;
        return tensor;
    }
}
