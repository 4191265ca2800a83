using System.Collections;
using System.Runtime.ExceptionServices;

namespace SpikeSharp.Data.Batches;

/// <summary>
/// Prepares batches ahead on threads of its own and hands them out in order; whoever takes a batch disposes it. A batch that fails throws
/// where it would have been handed out. Disposal stops the threads and waits for them. To be enumerated once.
/// </summary>
/// <typeparam name="T">The kind of batch.</typeparam>
public sealed class BatchLoader<T> : IBatchSource<T>
    where T : ImageBatch
{
    private readonly object gate = new();
    private readonly Func<int, T> make;
    private readonly CancellationToken cancel;
    private readonly CancellationTokenRegistration registration;
    private readonly Dictionary<int, (T? Batch, ExceptionDispatchInfo? Fault)> ready = [];
    private readonly Thread[] threads;
    private readonly int end, ahead;
    private int toMake, toTake;
    private bool stopped;

    /// <summary>Starts preparing at once.</summary>
    /// <param name="make">Makes the batch of a number; called from several threads, no number twice.</param>
    /// <param name="first">The first number.</param>
    /// <param name="end">One beyond the last number.</param>
    /// <param name="workers">Threads; 0 makes each batch when it is asked for.</param>
    /// <param name="cancel">Ends the waiting for a batch with an OperationCanceledException.</param>
    public BatchLoader(Func<int, T> make, int first, int end, int workers, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, first);
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        (this.make, this.end, this.cancel, toMake, toTake) = (make, end, cancel, first, first);
        // One batch a thread in the making, one a thread waiting.
        ahead = 2 * workers;
        threads = new Thread[Math.Min(workers, end - first)];
        registration = cancel.Register(() => { lock (gate) Monitor.PulseAll(gate); });
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new(Work) { IsBackground = true, Name = "batch loader" };
            threads[i].Start();
        }
    }

    /// <summary>The batches, in order.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        while (toTake < end)
        {
            cancel.ThrowIfCancellationRequested();
            yield return threads.Length == 0 ? make(toTake++) : Take();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Stops the threads, waits for the batches in the making, and returns all that nobody took.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
        }
        registration.Dispose();
        foreach (var thread in threads) thread.Join();
        foreach (var (batch, _) in ready.Values) batch?.Dispose();
        ready.Clear();
    }

    private T Take()
    {
        (T? Batch, ExceptionDispatchInfo? Fault) result;
        lock (gate)
        {
            while (!ready.Remove(toTake, out result))
            {
                ObjectDisposedException.ThrowIf(stopped, this);
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(gate);
            }
            toTake++;
            Monitor.PulseAll(gate);
        }
        result.Fault?.Throw();
        return result.Batch!;
    }

    private void Work()
    {
        while (true)
        {
            int number;
            lock (gate)
            {
                while (!stopped && toMake < end && toMake >= toTake + ahead) Monitor.Wait(gate);
                if (stopped || toMake == end) return;
                number = toMake++;
            }
            (T? Batch, ExceptionDispatchInfo? Fault) result;
            try
            {
                result = (make(number), null);
            }
            catch (Exception e)
            {
                // Carried to the consumer, who gets it when the batch's turn comes.
                result = (null, ExceptionDispatchInfo.Capture(e));
            }
            lock (gate)
            {
                ready[number] = result;
                Monitor.PulseAll(gate);
            }
        }
    }
}
