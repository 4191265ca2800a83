namespace SpikeSharp.Engine.Steps;

/// <summary>One step of a network at one image size. It holds no state of a run, so that runs share it.</summary>
/// <remarks>
/// Loops that every run goes through are marked to be compiled in full at once: in the first tier the first run would crawl.
/// </remarks>
/// <param name="name">Name of the value it computes.</param>
internal abstract unsafe class Step(string name)
{
    internal string Name { get; } = name;

    /// <summary>The node of its operation, where that has another name than the value.</summary>
    internal string Node { get; set; } = name;

    /// <summary>When it is done, where time passes in rounds.</summary>
    internal Phase Phase { get; set; }

    /// <summary>What does it, in a word or two.</summary>
    internal abstract string Kernel { get; }

    /// <summary>Multiply-accumulates that a dense implementation would need, all time steps, padding included.</summary>
    internal virtual long Macs => 0;

    /// <summary>In which numbers.</summary>
    internal virtual LayerArithmetic Arithmetic => LayerArithmetic.None;

    /// <summary>Of <see cref="Macs"/> those that it does with what it reads now.</summary>
    internal virtual long Visited(RunContext context) => Macs;

    /// <summary>What it reads, where that decides its work.</summary>
    internal virtual Maps.MapView? Input => null;

    /// <summary>Items that may run at once.</summary>
    internal abstract int Items { get; }

    /// <summary>Bytes that an item needs for itself.</summary>
    internal virtual long ScratchBytes => 0;

    /// <summary>Does one item.</summary>
    /// <param name="arena">The maps of this run.</param>
    /// <param name="scratch">Memory of this worker.</param>
    /// <param name="item">0…<see cref="Items"/> − 1.</param>
    internal abstract void Run(byte* arena, byte* scratch, int item);

    /// <summary>Rows [First, End) of part <paramref name="index"/> of <paramref name="parts"/>.</summary>
    private protected static (int First, int End) Part(int rows, int parts, int index) =>
        ((int)((long)rows * index / parts), (int)((long)rows * (index + 1) / parts));
}
