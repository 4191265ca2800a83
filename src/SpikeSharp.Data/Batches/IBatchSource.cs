namespace SpikeSharp.Data.Batches;

/// <summary>
/// Batches in order, prepared in the background; whoever takes a batch disposes it, and the source when done. To be enumerated once.
/// </summary>
/// <typeparam name="T">The kind of batch.</typeparam>
public interface IBatchSource<out T> : IEnumerable<T>, IDisposable
    where T : ImageBatch;
