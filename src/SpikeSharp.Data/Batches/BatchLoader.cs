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
    private readonly object _gate = new();
    private readonly Func<int, T> _make;
    private readonly CancellationToken _cancel;
    private readonly CancellationTokenRegistration _registration;
    private readonly Dictionary<int, (T? Batch, ExceptionDispatchInfo? Fault)> _ready = [];
    private readonly Thread[] _threads;
    private readonly int _end,
        _ahead;
    private int _toMake,
        _toTake;
    private bool _stopped;

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
        (_make, _end, _cancel, _toMake, _toTake) = (make, end, cancel, first, first);
        // One batch a thread in the making, one a thread waiting.
        _ahead = 2 * workers;
        _threads = new Thread[Math.Min(workers, end - first)];
        _registration = cancel.Register(() =>
        {
            lock (_gate)
                Monitor.PulseAll(_gate);
        });
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new(Work) { IsBackground = true, Name = "batch loader" };
            _threads[i].Start();
        }
    }

    /// <summary>The batches, in order.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        while (_toTake < _end)
        {
            _cancel.ThrowIfCancellationRequested();
            yield return _threads.Length == 0 ? _make(_toTake++) : Take();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Stops the threads, waits for the batches in the making, and returns all that nobody took.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
        _registration.Dispose();
        foreach (var thread in _threads)
            thread.Join();
        foreach (var (batch, _) in _ready.Values)
            batch?.Dispose();
        _ready.Clear();
    }

    private T Take()
    {
        (T? Batch, ExceptionDispatchInfo? Fault) result;
        lock (_gate)
        {
            while (!_ready.Remove(_toTake, out result))
            {
                ObjectDisposedException.ThrowIf(_stopped, this);
                _cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }
            _toTake++;
            Monitor.PulseAll(_gate);
        }
        result.Fault?.Throw();
        return result.Batch!;
    }

    private void Work()
    {
        while (true)
        {
            int number;
            lock (_gate)
            {
                while (!_stopped && _toMake < _end && _toMake >= _toTake + _ahead)
                    Monitor.Wait(_gate);
                if (_stopped || _toMake == _end)
                    return;
                number = _toMake++;
            }
            (T? Batch, ExceptionDispatchInfo? Fault) result;
            try
            {
                result = (_make(number), null);
            }
            catch (Exception e)
            {
                // Carried to the consumer, who gets it when the batch's turn comes.
                result = (null, ExceptionDispatchInfo.Capture(e));
            }
            lock (_gate)
            {
                _ready[number] = result;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
