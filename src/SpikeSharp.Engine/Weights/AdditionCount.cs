namespace SpikeSharp.Engine.Weights;

/// <summary>Additions of one layer over all runs.</summary>
internal sealed class AdditionCount
{
    private long _additions;

    internal long Value => Interlocked.Read(ref _additions);

    internal void Add(long additions) => Interlocked.Add(ref _additions, additions);
}
