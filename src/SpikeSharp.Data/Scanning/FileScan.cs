using System.Runtime.ExceptionServices;

namespace SpikeSharp.Data.Scanning;

/// <summary>Looks at the images of a split, many at once, and reports how far it is.</summary>
internal static class FileScan
{
    private const int ReportEvery = 100;

    /// <summary>Looks at every image.</summary>
    /// <param name="root">The data set's folder, where verdicts on images that have not changed are kept.</param>
    /// <param name="images">The files.</param>
    /// <param name="options">Threads, cache and progress.</param>
    /// <param name="look">From the number of a file, and what is said of its image, to the result; called from several threads.</param>
    /// <param name="cancel">Ends the scan early.</param>
    /// <returns>A result a file, in their order.</returns>
    public static T[] Run<T>(
        string root,
        IReadOnlyList<string> images,
        ScanOptions options,
        Func<int, ImageVerdict, T> look,
        CancellationToken cancel
    )
    {
        var results = new T[images.Count];
        var cache = options.Cache ? new VerdictCache(root) : null;
        var done = 0;
        try
        {
            var threads = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Workers), CancellationToken = cancel };
            Parallel.For(0, results.Length, threads, i =>
            {
                results[i] = look(i, cache?.Of(images[i]) ?? ImageVerdict.Of(images[i]));
                var n = Interlocked.Increment(ref done);
                if (n % ReportEvery == 0 || n == results.Length)
                    options.Progress?.Report((n, results.Length));
            });
        }
        catch (AggregateException e)
        {
            // One cause, such as a missing library, fails on every thread.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        finally
        {
            cache?.Save();
        }
        return results;
    }
}
