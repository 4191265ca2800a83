using System.Runtime.ExceptionServices;

namespace SpikeSharp.Engine.Threading;

/// <summary>Pieces of work that need nothing of each other, on threads of the pool.</summary>
internal static class Concurrently
{
    /// <summary>Does 0…<paramref name="count"/> − 1; what one of them throws is thrown as it is.</summary>
    internal static void Run(int count, int threads, CancellationToken cancel, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
