using SpikeSharp.Data.Batches;

namespace SpikeSharp.Data.Tests.Batches;

public sealed class BatchLoaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Batches_come_in_order_whichever_is_ready_first(int workers)
    {
        using var loader = new BatchLoader<DetectionBatch>(Slowly, 3, 23, workers);
        Assert.Equal(Enumerable.Range(3, 20), loader.Select(Number));

        static DetectionBatch Slowly(int number)
        {
            Thread.Sleep(number % 3);
            return Batch(number);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_range_of_nothing_ends_at_once(int workers)
    {
        using var loader = new BatchLoader<DetectionBatch>(Batch, 4, 4, workers);
        Assert.Empty(loader);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_fault_comes_in_its_batchs_turn_with_its_own_stack(int workers)
    {
        using var loader = new BatchLoader<DetectionBatch>(
            number => number == 2 ? throw new DataException("x.jpg", null, "is gone") : Batch(number),
            0,
            9,
            workers
        );
        var seen = new List<int>();
        var fault = Assert.Throws<DataException>(() =>
        {
            foreach (var batch in loader)
                seen.Add(Number(batch));
        });
        Assert.Equal([0, 1], seen);
        Assert.Equal("x.jpg", fault.File);
    }

    [Fact]
    public void Threads_stay_a_bounded_number_of_batches_ahead()
    {
        var made = 0;
        using var loader = new BatchLoader<DetectionBatch>(
            number =>
            {
                Interlocked.Increment(ref made);
                return Batch(number);
            },
            0,
            100,
            workers: 2
        );
        using var batches = loader.GetEnumerator();
        batches.MoveNext();
        batches.Current.Dispose();
        SpinWait.SpinUntil(() => Volatile.Read(ref made) > 5, 100);
        // Four ahead of the one taken.
        Assert.InRange(Volatile.Read(ref made), 1, 5);
    }

    [Fact]
    public void Disposal_stops_the_threads_and_returns_what_nobody_took()
    {
        var batches = new List<DetectionBatch>();
        var loader = new BatchLoader<DetectionBatch>(
            number =>
            {
                var batch = Batch(number);
                lock (batches)
                    batches.Add(batch);
                return batch;
            },
            0,
            100,
            workers: 3
        );
        SpinWait.SpinUntil(
            () =>
            {
                lock (batches)
                    return batches.Count >= 6;
            },
            2000
        );
        loader.Dispose();
        Assert.All(batches, batch => Assert.Throws<ObjectDisposedException>(() => batch.Pixels.Bytes.Length));
        var count = batches.Count;
        Thread.Sleep(20);
        Assert.Equal(count, batches.Count);
        loader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => loader.First());
    }

    [Fact]
    public void Cancelling_ends_the_wait_for_a_batch_that_never_comes()
    {
        using var cancel = new CancellationTokenSource();
        using var released = new ManualResetEventSlim();
        using var loader = new BatchLoader<DetectionBatch>(Make, 0, 9, workers: 1, cancel.Token);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var batch in loader)
                batch.Dispose();
        });
        released.Set();

        DetectionBatch Make(int number)
        {
            if (number == 1)
            {
                cancel.CancelAfter(20);
                released.Wait();
            }
            return Batch(number);
        }
    }

    [Fact]
    public void Cancelling_ends_a_loader_without_threads()
    {
        using var cancel = new CancellationTokenSource();
        using var loader = new BatchLoader<DetectionBatch>(Batch, 0, 9, workers: 0, cancel.Token);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var batch in loader)
                using (batch)
                    cancel.Cancel();
        });
    }

    private static DetectionBatch Batch(int number)
    {
        var batch = new DetectionBatch(1, 1, 1, 3);
        batch.Add(0, new(number, 0.5f, 0.5f, 1, 1));
        return batch;
    }

    private static int Number(DetectionBatch batch)
    {
        using (batch)
            return batch.Class[0];
    }
}
