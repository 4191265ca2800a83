using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Video;

namespace SpikeSharp.Prediction;

/// <summary>Finds objects in pictures and videos. Not for several threads at once.</summary>
/// <remarks>
/// Every picture gets the rectangle that suits it, as in the reference's own runs over folders, which take pictures one by one. So what is
/// found in a picture does not depend on the others.
/// </remarks>
public sealed class Predictor
{
    private readonly IDetector _detector;
    private readonly PredictOptions _options;
    private readonly DetectOptions _detect;

    /// <param name="detector">The network; stays the caller's.</param>
    /// <param name="options">Sizes and thresholds.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Predictor(IDetector detector, PredictOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.VideoStride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ImageSize ?? detector.ImageSize, 1, nameof(options));
        (_detector, _options) = (detector, options);
        _detect = new DetectOptions
        {
            ImageSize = options.ImageSize ?? detector.ImageSize,
            Rectangular = options.Rectangular,
            Suppression = options.Suppression,
        };
    }

    /// <summary>Finds the objects of any number of images of any sizes.</summary>
    /// <returns>For each image what was found, in its own pixels, by falling confidence.</returns>
    public IReadOnlyList<DetectionResult> Detect(IReadOnlyList<Image> images) =>
        [.. images.Chunk(_options.Batch).SelectMany(batch => _detector.Detect(batch, _detect))];

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
                foreach (var result in Pictures(pictures, skipped, cancel))
                    yield return result;
                pictures.Clear();
            }
            if (!file.IsVideo)
                continue;
            foreach (var result in Video(file, skipped, cancel))
                yield return result;
        }
        cancel.ThrowIfCancellationRequested();
        foreach (var result in Pictures(pictures, skipped, cancel))
            yield return result;
    }

    private IEnumerable<PredictedImage> Pictures(List<SourceFile> files, Action<SourceFile, Exception>? skipped, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        var images = new Image?[files.Count];
        var failures = new Exception?[files.Count];
        Parallel.For(0, images.Length, i => failures[i] = Try(() => images[i] = Image.Load(files[i].Path, _detector.Input.Channels)));
        for (var i = 0; i < images.Length; i++)
            Report(files[i], failures[i], skipped);
        int[] good = [.. Enumerable.Range(0, images.Length).Where(i => failures[i] is null)];
        if (good.Length == 0)
            yield break;
        var results = Look([.. good.Select(i => images[i]!)], Stopwatch.GetElapsedTime(start), cancel);
        for (var k = 0; k < good.Length; k++)
            yield return new PredictedImage(files[good[k]], null, images[good[k]]!, results[k]);
    }

    private IEnumerable<PredictedImage> Video(SourceFile file, Action<SourceFile, Exception>? skipped, CancellationToken cancel)
    {
        VideoReader? opened = null;
        Report(file, Try(() => opened = Open(file.Path)), skipped);
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
            Image[] frames = [.. slots.Take(count).Select(slot => _detector.Input.Channels == 1 ? slot.ToGrey() : slot)];
            var results = Look(frames, Stopwatch.GetElapsedTime(start), cancel);
            for (var k = 0; k < count; k++)
                yield return new PredictedImage(
                    file,
                    new VideoFrame(numbers[k], reader.FrameRate / _options.VideoStride),
                    frames[k],
                    results[k]
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

    private VideoReader Open(string path) =>
        _detector.Input.Channels is 1 or 3
            ? new VideoReader(path)
            : throw new ImagingException(path, $"a video has colours, the network wants pictures of {_detector.Input.Channels} channels");

    // Pictures that were read together took the same time.
    private DetectionResult[] Look(IReadOnlyList<Image> images, TimeSpan read, CancellationToken cancel) =>
        [
            .. _detector
                .Detect(images, _detect, cancel)
                .Select(found =>
                    found with
                    {
                        Times = found.Times with { Load = found.Times.Load + read.TotalMilliseconds / images.Count },
                    }
                ),
        ];
}
