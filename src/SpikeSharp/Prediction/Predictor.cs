using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Video;

namespace SpikeSharp.Prediction;

/// <summary>Finds objects in pictures and videos. Not for several threads at once.</summary>
/// <remarks>
/// Every picture gets the rectangle that suits it, as in the reference's own runs over folders, which take pictures one by one; those of
/// one rectangle go through the network together. So what is found in a picture does not depend on the others.
/// </remarks>
public sealed class Predictor
{
    private const int Stride = 32;

    private readonly IDetector _detector;
    private readonly PredictOptions _options;
    private readonly int _side;
    private readonly Image?[] _canvases;
    private byte[] _pixels = [];

    /// <param name="detector">The network; stays the caller's.</param>
    /// <param name="options">Sizes and thresholds.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Predictor(IDetector detector, PredictOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.VideoStride, 1);
        (_detector, _options) = (detector, options);
        _side = options.ImageSize ?? detector.ImageSize;
        ArgumentOutOfRangeException.ThrowIfLessThan(_side, 1, nameof(options));
        _side = (_side + Stride - 1) / Stride * Stride;
        _canvases = new Image?[options.Batch];
    }

    /// <summary>Finds the objects of any number of images of any sizes.</summary>
    /// <returns>For each image its detections in its own pixels, by falling confidence.</returns>
    public IReadOnlyList<IReadOnlyList<Detection>> Detect(IReadOnlyList<Image> images) =>
        [.. images.Chunk(_options.Batch).SelectMany(batch => Look(batch, 0).Found)];

    /// <summary>Goes through files, in their order.</summary>
    /// <param name="files">Pictures and videos.</param>
    /// <param name="skipped">Told of each file that cannot be read, or not to its end; none is told of when the options are strict.</param>
    /// <param name="cancel">Ends the run between two batches.</param>
    /// <exception cref="ImagingException">The options are strict, and a file is damaged.</exception>
    /// <exception cref="IOException">The options are strict, and a file cannot be opened.</exception>
    public IEnumerable<PredictedImage> Run(
        IEnumerable<SourceFile> files,
        Action<SourceFile, Exception>? skipped = null,
        CancellationToken cancel = default
    )
    {
        var pictures = new List<SourceFile>(_options.Batch);
        foreach (var file in files)
        {
            cancel.ThrowIfCancellationRequested();
            if (!file.IsVideo)
                pictures.Add(file);
            if (file.IsVideo || pictures.Count == _options.Batch)
            {
                foreach (var result in Pictures(pictures, skipped))
                    yield return result;
                pictures.Clear();
            }
            if (!file.IsVideo)
                continue;
            foreach (var result in Video(file, skipped, cancel))
                yield return result;
        }
        cancel.ThrowIfCancellationRequested();
        foreach (var result in Pictures(pictures, skipped))
            yield return result;
    }

    private IEnumerable<PredictedImage> Pictures(List<SourceFile> files, Action<SourceFile, Exception>? skipped)
    {
        var start = Stopwatch.GetTimestamp();
        var images = new Image?[files.Count];
        var failures = new Exception?[files.Count];
        Parallel.For(0, images.Length, i => failures[i] = Try(() => images[i] = Image.Load(files[i].Path)));
        for (var i = 0; i < images.Length; i++)
            Report(files[i], failures[i], skipped);
        int[] good = [.. Enumerable.Range(0, images.Length).Where(i => failures[i] is null)];
        if (good.Length == 0)
            yield break;
        var (found, times) = Look([.. good.Select(i => images[i]!)], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        for (var k = 0; k < good.Length; k++)
            yield return new PredictedImage(files[good[k]], null, images[good[k]]!, found[k], times);
    }

    private IEnumerable<PredictedImage> Video(SourceFile file, Action<SourceFile, Exception>? skipped, CancellationToken cancel)
    {
        VideoReader? opened = null;
        Report(file, Try(() => opened = new VideoReader(file.Path)), skipped);
        if (opened is null)
            yield break;
        using var reader = opened;
        var slots = new Image[_options.Batch];
        foreach (ref var slot in slots.AsSpan())
            slot = new Image(reader.Width, reader.Height);
        var numbers = new long[slots.Length];
        var (number, more) = (0L, true);
        while (more)
        {
            cancel.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var count = 0;
            var failure = Try(() =>
            {
                while (more && count < slots.Length)
                {
                    var wanted = number++ % _options.VideoStride == 0;
                    more = wanted ? reader.Read(slots[count]) : reader.Skip();
                    if (more && wanted)
                        numbers[count++] = number;
                }
            });
            Report(file, failure, skipped);
            more &= failure is null;
            if (count == 0)
                continue;
            var (found, times) = Look(slots.AsSpan(0, count), Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            for (var k = 0; k < count; k++)
                yield return new PredictedImage(
                    file,
                    new VideoFrame(numbers[k], reader.FrameRate / _options.VideoStride),
                    slots[k],
                    found[k],
                    times
                );
        }
    }

    private void Report(SourceFile file, Exception? failure, Action<SourceFile, Exception>? skipped)
    {
        if (failure is null)
            return;
        if (_options.Strict)
            ExceptionDispatchInfo.Throw(failure);
        skipped?.Invoke(file, failure);
    }

    private static Exception? Try(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception e) when (e is ImagingException or IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    // Times: a stage's milliseconds divided by the number of images.
    private (Detection[][] Found, StageTimes Times) Look(ReadOnlySpan<Image> images, double load)
    {
        var mark = Stopwatch.GetTimestamp();
        var (infer, post) = (0.0, 0.0);
        var batch = images.ToArray();
        var plans = Array.ConvertAll(batch, image =>
            Letterbox.Plan(image.Width, image.Height, new(_side, _side, Auto: _options.Rectangular, Stride: Stride))
        );
        var found = new Detection[batch.Length][];
        foreach (var group in Enumerable.Range(0, batch.Length).GroupBy(i => (plans[i].Width, plans[i].Height)))
        {
            var members = group.ToArray();
            var (width, height) = group.Key;
            var size = 3 * width * height;
            if (_pixels.Length < members.Length * size)
                _pixels = new byte[members.Length * size];
            Parallel.For(0, members.Length, k => Fit(batch[members[k]], plans[members[k]], k, _pixels.AsSpan(k * size, size)));
            load += Lap(ref mark);
            var predictions = _detector.Predict(_pixels.AsSpan(0, members.Length * size), members.Length, height, width);
            infer += Lap(ref mark);
            for (var k = 0; k < members.Length; k++)
            {
                var image = batch[members[k]];
                var back = LetterboxMapping.Between(width, height, image.Width, image.Height);
                var boxes = NonMaximumSuppression.Run(predictions[k], _detector.Names.Count, _options.Suppression);
                for (var b = 0; b < boxes.Length; b++)
                    boxes[b] = boxes[b] with { Box = back.ToImage(boxes[b].Box) };
                found[members[k]] = boxes;
            }
            post += Lap(ref mark);
        }
        return (found, new StageTimes(load / batch.Length, infer / batch.Length, post / batch.Length));
    }

    private void Fit(Image image, Letterbox plan, int slot, Span<byte> planes)
    {
        if (_canvases[slot] is not { } canvas || (canvas.Width, canvas.Height) != (plan.Width, plan.Height))
            _canvases[slot] = canvas = new Image(plan.Width, plan.Height);
        plan.ApplyTo(image, canvas);
        Resampling.ToPlanes(canvas, planes);
    }

    private static double Lap(ref long mark)
    {
        var now = Stopwatch.GetTimestamp();
        var milliseconds = Stopwatch.GetElapsedTime(mark, now).TotalMilliseconds;
        mark = now;
        return milliseconds;
    }
}
