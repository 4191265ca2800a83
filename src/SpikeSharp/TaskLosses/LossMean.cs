namespace SpikeSharp.TaskLosses;

/// <summary>Running mean of the loss parts of an epoch.</summary>
/// <param name="parts">How many parts there are.</param>
internal sealed class LossMean(int parts)
{
    private readonly double[] _sums = new double[parts];

    public long Count { get; private set; }

    public double[] Sums => [.. _sums];

    public double[] Mean => [.. _sums.Select(sum => Count == 0 ? 0 : sum / Count)];

    public void Add(double[] values)
    {
        for (var i = 0; i < _sums.Length; i++)
            _sums[i] += values[i];
        Count++;
    }

    public void Restore(IReadOnlyList<double> saved, long count)
    {
        for (var i = 0; i < _sums.Length; i++)
            _sums[i] = i < saved.Count ? saved[i] : 0;
        Count = count;
    }

    public void Clear() => Restore([], 0);
}
