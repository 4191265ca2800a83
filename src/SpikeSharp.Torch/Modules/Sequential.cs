namespace SpikeSharp.Torch.Modules;

/// <summary>Modules one after another.</summary>
public sealed class Sequential(params Module[] steps) : Module
{
    /// <summary>The modules, in order.</summary>
    public IReadOnlyList<Module> Steps => steps;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var y = x;
        foreach (var step in steps)
        {
            var next = step.Call(y);
            if (y != x && next != y) y.Dispose();      // ours, and nobody needs it: a long chain holds two results, not all
            y = next;
        }
        return y;
    }
}
