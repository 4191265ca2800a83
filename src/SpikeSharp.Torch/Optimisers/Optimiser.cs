namespace SpikeSharp.Torch.Optimisers;

/// <summary>Changes parameters after their gradients.</summary>
public abstract class Optimiser : IDisposable
{
    private readonly string[] _slots;
    private readonly Tensor[][][] _state; // [slot][group][parameter]

    /// <param name="groups">The parameter groups.</param>
    /// <param name="slots">Names of the tensors kept for each parameter, such as "momentum"; they start at 0.</param>
    protected Optimiser(IReadOnlyList<ParameterGroup> groups, params string[] slots)
    {
        Groups = groups;
        _slots = slots;
        using var scope = new TensorScope();
        _state =
        [
            .. slots.Select(_ =>
                groups.Select(g => g.Tensors.Select(t => TensorScope.Release(t.Detach().ZerosLike())).ToArray()).ToArray()
            ),
        ];
    }

    /// <summary>The parameter groups.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Steps done; part of an exact resume.</summary>
    public long Steps { get; set; }

    /// <summary>
    /// One step with the gradients added up so far; a parameter without one counts as having gradient 0. It may overwrite the gradients:
    /// call <see cref="ZeroGrad"/> before the next backward pass.
    /// </summary>
    public void Step()
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        Steps++;
        for (var g = 0; g < Groups.Count; g++)
        {
            if (Groups[g].Tensors.Length > 0)
                Update(Groups[g], Groups[g].Tensors, Gradients(Groups[g].Tensors), [.. _state.Select(s => s[g])]);
        }
    }

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var group in Groups)
        foreach (var tensor in group.Tensors)
            tensor.Grad = null;
    }

    /// <summary>Scales all gradients so that their common norm is at most <paramref name="maxNorm"/>.</summary>
    /// <returns>The norm before.</returns>
    public double ClipGradients(double maxNorm)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var gradients = Groups.SelectMany(g => g.Tensors).Select(t => t.Grad).OfType<Tensor>().ToArray();
        if (gradients.Length == 0)
            return 0;
        var total = Tensor.Stack(Foreach.Norm(gradients), 0).Norm().Item();
        var factor = maxNorm / (total + 1e-6);
        if (factor < 1)
            Foreach.MultiplyInPlace(gradients, factor);
        return total;
    }

    /// <summary>What the optimiser remembers, under "slot/parameter", for a checkpoint. The tensors stay the optimiser's.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State()
    {
        for (var s = 0; s < _slots.Length; s++)
        for (var g = 0; g < Groups.Count; g++)
        for (var p = 0; p < _state[s][g].Length; p++)
            yield return ($"{_slots[s]}/{Groups[g].Parameters[p].Name}", _state[s][g][p]);
    }

    /// <summary>Frees what the optimiser remembers.</summary>
    public void Dispose()
    {
        foreach (var tensor in _state.SelectMany(s => s).SelectMany(g => g))
            tensor.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Changes the parameters of one group.</summary>
    /// <param name="group">Settings.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">Their gradients, which may be overwritten.</param>
    /// <param name="state">The tensors remembered for each parameter, by slot.</param>
    protected abstract void Update(ParameterGroup group, Tensor[] parameters, Tensor[] gradients, Tensor[][] state);

    private static Tensor[] Gradients(Tensor[] parameters)
    {
        var gradients = new Tensor[parameters.Length];
        for (var i = 0; i < gradients.Length; i++)
            gradients[i] = parameters[i].Grad ?? parameters[i].ZerosLike();
        return gradients;
    }
}
