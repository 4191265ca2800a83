namespace SpikeSharp.Metrics;

/// <summary>Scores a classifier: top-1 and top-5 accuracy, accuracy a class, which class was taken for which.</summary>
/// <param name="classes">Number of classes, at least 1.</param>
public sealed class ClassificationMetrics(int classes)
{
    private const int Few = 5;

    private readonly long[,] _counts = new long[classes, classes];
    private int _images,
        _first,
        _few;

    /// <summary>Adds an image.</summary>
    /// <param name="scores">A score a class, finite; the order among them counts. Of equal scores the lower class comes first.</param>
    /// <param name="actual">The class, 0…classes − 1.</param>
    /// <exception cref="ArgumentException">The number of scores or the class is another than there are.</exception>
    public void Add(ReadOnlySpan<float> scores, int actual)
    {
        if (scores.Length != classes || actual < 0 || actual >= classes)
            throw new ArgumentException($"{scores.Length} scores and class {actual}, there are {classes} classes", nameof(scores));
        var (rank, best) = (0, 0);
        for (var c = 0; c < classes; c++)
        {
            if (scores[c] > scores[best])
                best = c;
            if (scores[c] > scores[actual] || (scores[c] == scores[actual] && c < actual))
                rank++;
        }
        _counts[actual, best]++;
        _images++;
        if (rank == 0)
            _first++;
        if (rank < Few)
            _few++;
    }

    /// <summary>The scores of all images so far.</summary>
    public ClassificationReport Compute() =>
        new(_images, _images == 0 ? 0 : (double)_first / _images, _images == 0 ? 0 : (double)_few / _images, (long[,])_counts.Clone());
}
