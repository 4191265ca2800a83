namespace SpikeSharp.Training;

/// <summary>Where a run is.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Epochs">In all.</param>
/// <param name="Batch">Batches of the epoch done.</param>
/// <param name="Batches">Of the epoch, in all.</param>
/// <param name="Losses">Mean of the epoch so far.</param>
/// <param name="Objects">Objects in the batch.</param>
/// <param name="ImagesPerSecond">Of the epoch so far.</param>
/// <param name="Remaining">Estimated time to the end of the run.</param>
public readonly record struct BatchProgress(
    int Epoch, int Epochs, int Batch, int Batches, DetectionLosses Losses, int Objects, double ImagesPerSecond, TimeSpan Remaining);
