using SpikeSharp.Evaluation;

namespace SpikeSharp.Training;

/// <summary>An epoch's results: a row of results.csv.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Epochs">In all.</param>
/// <param name="Losses">Training losses, part by part.</param>
/// <param name="Validation">Scores and losses of the averaged weights on the validation images, or null without validation.</param>
/// <param name="Millijoules">Estimated energy of an image, or null without validation.</param>
/// <param name="BiasRate">Learning rate of biases at the epoch's end.</param>
/// <param name="WeightRate">Learning rate of everything else.</param>
/// <param name="Seconds">Of the run so far.</param>
/// <param name="TrainSeconds">Wall time of the epoch's training.</param>
/// <param name="CpuSeconds">Processor time of the epoch's training.</param>
/// <param name="IsBest">Whether it is the best so far.</param>
public sealed record EpochResult(
    int Epoch,
    int Epochs,
    IReadOnlyList<double> Losses,
    TaskResult? Validation,
    double? Millijoules,
    double BiasRate,
    double WeightRate,
    double Seconds,
    double TrainSeconds,
    double CpuSeconds,
    bool IsBest
);
