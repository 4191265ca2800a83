using SpikeSharp.Checkpoints;
using SpikeSharp.Data.Scanning;

namespace SpikeSharp.Training;

/// <summary>What a run starts with.</summary>
/// <param name="Options">Options.</param>
/// <param name="Description">The network.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Columns">What is told of an epoch.</param>
/// <param name="Train">What reading the training images found.</param>
/// <param name="Validation">Likewise for validation, or null without.</param>
/// <param name="Optimiser">The optimiser, with its first learning rate, in words.</param>
/// <param name="FirstEpoch">The epoch it starts in, from 0; above 0 when resumed.</param>
public sealed record TrainingSetup(
    TrainOptions Options,
    ModelDescription Description,
    long Parameters,
    TaskColumns Columns,
    SplitReport Train,
    SplitReport? Validation,
    string Optimiser,
    int FirstEpoch
);
