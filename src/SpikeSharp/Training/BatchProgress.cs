namespace SpikeSharp.Training;

/// <summary>Where a run is.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Epochs">In all.</param>
/// <param name="Batch">Batches of the epoch done.</param>
/// <param name="Batches">Of the epoch, in all.</param>
/// <param name="Losses">Mean of the epoch so far, part by part.</param>
/// <param name="Items">Things in the batch, by the word of the task.</param>
/// <param name="ImagesPerSecond">Of the epoch so far.</param>
/// <param name="Remaining">Estimated time to the end of the run.</param>
public readonly record struct BatchProgress(
    int Epoch,
    int Epochs,
    int Batch,
    int Batches,
    IReadOnlyList<double> Losses,
    int Items,
    double ImagesPerSecond,
    TimeSpan Remaining
);
