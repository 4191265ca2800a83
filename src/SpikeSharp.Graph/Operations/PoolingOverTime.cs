namespace SpikeSharp.Graph.Operations;

/// <summary>How max pooling treats spikes that arrive over time (docs/spec/spicalib.md 3).</summary>
public enum PoolingOverTime
{
    /// <summary>The largest of each step: what max pooling of an ANN does, and of directly trained spiking networks. It counts too many of
    /// rate-coded spikes.</summary>
    Instantaneous,

    /// <summary>The growth of the largest sum so far, MaxPool(A(t)) − MaxPool(A(t−1)) with A the running sum of the input: what has come
    /// out is at every step the pooling of what has come in, for any window.</summary>
    Lossless,

    /// <summary>
    /// The input of whoever has sent most so far, MaxPool(x + 1000·A) − MaxPool(1000·A): not lossless, for comparison only.
    /// </summary>
    RateGate,
}
