namespace SpikeSharp.Engine.Threading;

/// <summary>Threads that share the items of one job after another. Handing out a job allocates nothing.</summary>
/// <remarks>One run at a time owns the team; another run that finds it taken does its items alone, with the same result.</remarks>
internal sealed class WorkerTeam : IDisposable
{
    // About as long as the gap between two layers; a thread that waits longer sleeps.
    private const int SpinsBeforeSleep = 2000;

    private readonly Thread[] _threads;

    // One each, lest a thread that goes back to sleep takes the wake-up of another.
    private readonly SemaphoreSlim[] _wake;
    private readonly int[] _asleep;
    private readonly SemaphoreSlim _free = new(1);
    private IJob? _job;
    private int _generation;
    private int _next;
    private int _items;
    private int _working;
    private volatile bool _stopping;
    private volatile Exception? _failure;

    /// <param name="size">Threads that work, the caller's included.</param>
    internal WorkerTeam(int size)
    {
        _threads = new Thread[size - 1];
        _wake = new SemaphoreSlim[size];
        _asleep = new int[size];
        for (var i = 0; i < _threads.Length; i++)
        {
            _wake[i + 1] = new SemaphoreSlim(0);
            var worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"spike engine {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that work on a job.</summary>
    internal int Size => _threads.Length + 1;

    /// <summary>Whether the caller now owns the team; it then calls <see cref="Release"/>.</summary>
    internal bool TryAcquire() => _threads.Length > 0 && _free.Wait(0);

    internal void Release() => _free.Release();

    /// <summary>Runs all items on all threads of an acquired team; returns when the last is done.</summary>
    internal void Run(IJob job)
    {
        _failure = null;
        _items = job.Items;
        if (_items == 1)
        {
            job.Run(0, 0);
            return;
        }
        _job = job;
        Volatile.Write(ref _working, _threads.Length);
        Volatile.Write(ref _next, 0);
        Interlocked.Increment(ref _generation);
        for (var worker = 1; worker < Size; worker++)
        {
            if (Volatile.Read(ref _asleep[worker]) != 0)
                _wake[worker].Release();
        }
        Work(0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref _working) > 0)
            spin.SpinOnce(sleep1Threshold: -1);
        if (_failure is { } failure)
            throw new InvalidOperationException("A step of the network failed: " + failure.Message, failure);
    }

    private void Work(int worker)
    {
        try
        {
            for (int item; (item = Interlocked.Increment(ref _next) - 1) < _items; )
                _job!.Run(item, worker);
        }
        catch (Exception e)
        {
            _failure = e;
            Volatile.Write(ref _next, _items);
        }
    }

    private void Serve(int worker)
    {
        var seen = 0;
        while (true)
        {
            for (var spins = 0; Volatile.Read(ref _generation) == seen; spins++)
            {
                if (_stopping)
                    return;
                if (spins < SpinsBeforeSleep)
                {
                    Thread.SpinWait(20);
                    continue;
                }
                Interlocked.Exchange(ref _asleep[worker], 1);
                // Looked at once more after saying so, lest the wake-up be missed.
                if (Volatile.Read(ref _generation) == seen && !_stopping)
                    _wake[worker].Wait();
                Interlocked.Exchange(ref _asleep[worker], 0);
            }
            seen++;
            Work(worker);
            Interlocked.Decrement(ref _working);
        }
    }

    public void Dispose()
    {
        _stopping = true;
        for (var worker = 1; worker < Size; worker++)
        {
            _wake[worker].Release();
            _threads[worker - 1].Join();
            _wake[worker].Dispose();
        }
        _free.Dispose();
    }
}

/// <summary>Work that falls into items which may run in any order and at once.</summary>
internal interface IJob
{
    /// <summary>How many.</summary>
    int Items { get; }

    /// <summary>Does one.</summary>
    /// <param name="item">Which, 0…<see cref="Items"/> − 1.</param>
    /// <param name="worker">Who does it: no two at once have the same number; 0 is the caller.</param>
    void Run(int item, int worker);
}
