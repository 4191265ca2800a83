using System.Diagnostics;
using SpikeSharp.Data.Batches;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Imaging;

namespace SpikeSharp.Evaluation;

/// <summary>
/// A detector that sees many pictures of one shape at once: those that get the same letterbox go through the network together. What is
/// found in a picture does not depend on the others.
/// </summary>
public abstract class BatchDetector : IDetector
{
    private Image?[] _canvases = [];
    private byte[] _pixels = [];

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public abstract int ImageSize { get; }

    /// <inheritdoc/>
    public virtual Input Input => Input.Rgb;

    /// <summary>Both sides of what it sees are multiples of this.</summary>
    protected virtual int Stride => 32;

    /// <inheritdoc/>
    public abstract float[][] Predict(PixelBatch pictures);

    /// <inheritdoc/>
    public IReadOnlyList<DetectionResult> Detect(IReadOnlyList<Image> pictures, DetectOptions options, CancellationToken cancel = default)
    {
        if (options.FiringRates)
            throw new ArgumentException("firing rates of single pictures are counted by the engine alone", nameof(options));
        var side = ((options.ImageSize ?? ImageSize) + Stride - 1) / Stride * Stride;
        var plans = pictures
            .Select(picture => Letterbox.Plan(picture.Width, picture.Height, new(side, side, Auto: options.Rectangular, Stride: Stride)))
            .ToArray();
        var results = new DetectionResult[pictures.Count];
        foreach (var group in Enumerable.Range(0, results.Length).GroupBy(i => (plans[i].Width, plans[i].Height)))
        {
            cancel.ThrowIfCancellationRequested();
            Look([.. group]);
        }
        return results;

        void Look(int[] members)
        {
            var start = Stopwatch.GetTimestamp();
            var seen = Fit([.. members.Select(i => (pictures[i], plans[i]))]);
            var loaded = Stopwatch.GetTimestamp();
            var predictions = Predict(seen);
            var inferred = Stopwatch.GetTimestamp();
            var objects = members.Select((i, k) => Objects(predictions[k], plans[i], options.Suppression)).ToArray();
            // A stage's time belongs to all pictures that shared it.
            var times = new StageTimes(
                Stopwatch.GetElapsedTime(start, loaded).TotalMilliseconds / members.Length,
                Stopwatch.GetElapsedTime(loaded, inferred).TotalMilliseconds / members.Length,
                Stopwatch.GetElapsedTime(inferred).TotalMilliseconds / members.Length
            );
            foreach (var (k, i) in members.Index())
                results[i] = new DetectionResult(pictures[i].Width, pictures[i].Height, objects[k], times, []);
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    // Canvases and bytes are kept for the next pictures.
    private PixelBatch Fit((Image Picture, Letterbox Plan)[] members)
    {
        var (width, height) = (members[0].Plan.Width, members[0].Plan.Height);
        var size = width * height * Input.Channels;
        if (_canvases.Length < members.Length)
            Array.Resize(ref _canvases, members.Length);
        if (_pixels.Length < members.Length * size)
            _pixels = new byte[members.Length * size];
        Parallel.For(0, members.Length, k =>
        {
            if (_canvases[k] is not { } canvas || (canvas.Width, canvas.Height) != (width, height))
                _canvases[k] = canvas = new Image(width, height, Input.Channels);
            Resampling.FitInto(members[k].Picture, canvas, members[k].Plan);
            canvas.Pixels.CopyTo(_pixels, k * size);
        });
        return new PixelBatch(_pixels, members.Length, height, width, Input.Channels);
    }

    private DetectedObject[] Objects(float[] prediction, Letterbox plan, SuppressionOptions suppression)
    {
        var (names, back) = (Names, plan.Mapping);
        return Array.ConvertAll(NonMaximumSuppression.Run(prediction, names.Count, suppression), found => new DetectedObject(
            found.Class,
            names[found.Class],
            found.Confidence,
            back.ToImage(found.Box)
        ));
    }
}
