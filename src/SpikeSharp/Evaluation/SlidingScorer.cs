using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Evaluation;

/// <summary>
/// Scores the pixels of large pictures in windows that overlap, and averages where they do; the last window of a row or column ends with
/// the picture. A picture no larger than a window is scored whole.
/// </summary>
public sealed class SlidingScorer : IScorer
{
    /// <summary>Slides over pictures with a scorer.</summary>
    /// <param name="windows">What scores a window; disposed with this.</param>
    /// <param name="crop">The windows' shape, multiples of the scorer's step.</param>
    /// <param name="stride">From one window to the next, pixels, at least 1 and at most the window's sides.</param>
    public SlidingScorer(IScorer windows, PictureShape crop, PictureShape stride)
    {
        if (crop.Height < 1 || crop.Width < 1 || crop.Height % windows.SizeStep != 0 || crop.Width % windows.SizeStep != 0)
            throw new ArgumentOutOfRangeException(nameof(crop), crop, $"the sides of a window must be multiples of {windows.SizeStep}");
        if (stride.Height < 1 || stride.Width < 1 || stride.Height > crop.Height || stride.Width > crop.Width)
            throw new ArgumentOutOfRangeException(
                nameof(stride),
                stride,
                $"windows of {crop.Height}x{crop.Width} would leave gaps, or never move on"
            );
        (Windows, Crop, Stride) = (windows, crop, stride);
    }

    /// <summary>What scores a window.</summary>
    public IScorer Windows { get; }

    /// <summary>The windows' shape.</summary>
    public PictureShape Crop { get; }

    /// <summary>From one window to the next, pixels.</summary>
    public PictureShape Stride { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => Windows.Names;

    /// <inheritdoc/>
    public int ImageSize => Windows.ImageSize;

    /// <inheritdoc/>
    public int SizeStep => Windows.SizeStep;

    /// <inheritdoc/>
    public Input Input => Windows.Input;

    /// <inheritdoc/>
    public ScoreMap[] Score(PixelBatch pictures)
    {
        var (height, width) = (pictures.Height, pictures.Width);
        var (h, w) = (Math.Min(Crop.Height, height), Math.Min(Crop.Width, width));
        if ((h, w) == (height, width))
            return Windows.Score(pictures);
        // One picture after the other: all their sums at once are what memory has least room for.
        var maps = new ScoreMap[pictures.Count];
        for (var n = 0; n < maps.Length; n++)
            maps[n] = Slide(pictures[n], height, width, h, w);
        return maps;
    }

    /// <inheritdoc/>
    public void Dispose() => Windows.Dispose();

    private ScoreMap Slide(ReadOnlySpan<byte> picture, int height, int width, int h, int w)
    {
        var channels = Input.Channels;
        var window = new byte[h * w * channels];
        var sums = new float[ScoreMap.Length(Names.Count, height, width)];
        var (rows, columns) = (Starts(height, h, Stride.Height), Starts(width, w, Stride.Width));
        foreach (var top in rows)
        {
            foreach (var left in columns)
            {
                for (var y = 0; y < h; y++)
                    picture.Slice(((top + y) * width + left) * channels, w * channels).CopyTo(window.AsSpan(y * w * channels));
                Windows.Score(new PixelBatch(window, 1, h, w, channels))[0].AddTo(sums, height, width, top, left, h, w);
            }
        }
        var (down, across) = (Visits(rows, h, height), Visits(columns, w, width));
        for (var i = 0; i < sums.Length; i++)
            sums[i] /= down[i / width % height] * across[i % width];
        return new ScoreMap(Names.Count, height, width, sums);
    }

    private static int[] Starts(int length, int window, int stride) =>
        [.. Enumerable.Range(0, (length - window + stride - 1) / stride + 1).Select(i => Math.Min(i * stride, length - window))];

    private static int[] Visits(int[] starts, int window, int length) =>
        [.. Enumerable.Range(0, length).Select(at => starts.Count(start => start <= at && at < start + window))];
}
