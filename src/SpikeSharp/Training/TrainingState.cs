using System.Text.Json;

namespace SpikeSharp.Training;

/// <summary>Where a run stands, save its tensors: with them, all that an exact resume needs.</summary>
/// <param name="Epoch">The epoch to go on in, from 0.</param>
/// <param name="Batch">The batch to go on with, from 0.</param>
/// <param name="LastStep">Iteration of the last optimiser step, from 0; −1 before the first.</param>
/// <param name="OptimiserSteps">Optimiser steps done.</param>
/// <param name="AverageUpdates">Updates of the moving average.</param>
/// <param name="BestFitness">Best fitness so far, or −1.</param>
/// <param name="BestEpoch">Its epoch.</param>
/// <param name="RateFactor">Factor on all learning rates: halved by each recovery from NaN.</param>
/// <param name="Recoveries">Recoveries so far.</param>
/// <param name="Seconds">Time trained.</param>
/// <param name="LossSums">Sums of the epoch's losses so far, part by part.</param>
/// <param name="LossCount">Batches in those sums.</param>
/// <param name="DataHash">Hash of the training data: another set is another run.</param>
/// <param name="Done">Whether the run has ended.</param>
public sealed record TrainingState(
    int Epoch,
    int Batch,
    long LastStep,
    long OptimiserSteps,
    long AverageUpdates,
    double BestFitness,
    int BestEpoch,
    double RateFactor,
    int Recoveries,
    double Seconds,
    IReadOnlyList<double> LossSums,
    long LossCount,
    string DataHash,
    bool Done
)
{
    /// <summary>The start of a run.</summary>
    public static TrainingState Start(string dataHash) => new(0, 0, -1, 0, 0, -1, -1, 1, 0, 0, [], 0, dataHash, false);

    /// <summary>As one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null when it is no such text.</summary>
    public static TrainingState? FromJson(string text)
    {
        try
        {
            // Version 0.1 wrote the three sums of detection under names of their own.
            var state = JsonSerializer.Deserialize<TrainingState>(text);
            return state is { LossSums: null } ? state with { LossSums = JsonSerializer.Deserialize<DetectionSums>(text)!.All } : state;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record DetectionSums(double LossBox, double LossClass, double LossDfl)
    {
        public double[] All => [LossBox, LossClass, LossDfl];
    }
}
