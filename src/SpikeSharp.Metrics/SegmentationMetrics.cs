namespace SpikeSharp.Metrics;

/// <summary>
/// Counts pixels by actual and predicted class over the images of a split, and scores them: IoU a class, its mean, pixel accuracy.
/// </summary>
/// <param name="classes">Number of classes, at least 1.</param>
public sealed class SegmentationMetrics(int classes)
{
    /// <summary>The value of pixels that belong to no class: they are not counted, like any that is no class.</summary>
    public const byte Ignored = 255;

    private readonly long[,] _counts = new long[classes, classes];
    private readonly long[] _missed = new long[classes];
    private int _images;

    /// <summary>Adds an image.</summary>
    /// <param name="predicted">Class of every pixel, 0…classes − 1; a value that is no class is a miss of the actual one and counts for no
    /// other.</param>
    /// <param name="actual">Likewise, or a value that is no class, which is not counted; of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Add(ReadOnlySpan<byte> predicted, ReadOnlySpan<byte> actual)
    {
        if (predicted.Length != actual.Length)
            throw new ArgumentException($"{predicted.Length} pixels are predicted, there are {actual.Length}", nameof(predicted));
        for (var i = 0; i < actual.Length; i++)
        {
            if (actual[i] >= classes)
                continue;
            if (predicted[i] >= classes)
                _missed[actual[i]]++;
            else
                _counts[actual[i], predicted[i]]++;
        }
        _images++;
    }

    /// <summary>The scores of all images so far.</summary>
    public SegmentationReport Compute()
    {
        var reports = new SegmentationClass[classes];
        long right = 0,
            all = 0;
        for (var c = 0; c < classes; c++)
        {
            long actual = _missed[c],
                predicted = 0;
            for (var k = 0; k < classes; k++)
                (actual, predicted) = (actual + _counts[c, k], predicted + _counts[k, c]);
            reports[c] = new SegmentationClass(c, actual, predicted, _counts[c, c]);
            (right, all) = (right + _counts[c, c], all + actual);
        }
        return new SegmentationReport(_images, reports, all == 0 ? 0 : (double)right / all, (long[,])_counts.Clone());
    }
}
