namespace SpikeSharp.Onnx.Import;

/// <summary>How many numbers constant folding may make in all: what a file computes from nothing must not fill the memory.</summary>
/// <param name="elements">The bound.</param>
internal sealed class FoldBudget(long elements)
{
    private long _taken;

    /// <summary>Takes a part of it.</summary>
    /// <exception cref="NodeException">Nothing is left.</exception>
    public void Take(long count)
    {
        if ((_taken += count) > elements)
            throw new NodeException($"constants that the graph computes have more than {elements:N0} numbers");
    }
}
