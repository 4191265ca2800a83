using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Synthetic;
using SpikeSharp.Models.SpikeYolo;

namespace SpikeSharp.Demo;

/// <summary>What the demonstration does. The defaults are chosen so that two cores need about six minutes.</summary>
public sealed record DemoOptions
{
    /// <summary>The folder that takes data, run, graph and page.</summary>
    public required string Folder { get; init; }

    /// <summary>Decides pictures, weights, order and augmentation.</summary>
    public int Seed { get; init; }

    /// <summary>The pictures to draw.</summary>
    public SyntheticOptions Pictures { get; init; } =
        new()
        {
            TrainImages = 400,
            ValImages = 100,
            ImageSize = 160,
            MaxObjects = 6,
            SmallestShape = 0.1,
            LargestShape = 0.45,
            ColouredClasses = true,
        };

    /// <summary>The network's size.</summary>
    public SpikeYoloVariant Variant { get; init; } = SpikeYoloVariant.Find("p")!;

    /// <summary>Side of the network's input in pixels, a multiple of 32.</summary>
    public int ImageSize { get; init; } = 160;

    /// <summary>Epochs of training.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Images a training step.</summary>
    public int Batch { get; init; } = TrainingOptions.UsualBatchSize;

    /// <summary>First learning rate of AdamW.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>Last epochs without mosaic.</summary>
    public int CloseMosaic { get; init; } = 10;

    /// <summary>Validation images on which integer and binary spikes are compared.</summary>
    public int VerifiedImages { get; init; } = 8;

    /// <summary>Validation images on which operations are counted.</summary>
    public int CountedImages { get; init; } = 16;

    /// <summary>Threads one operator uses; 0 takes all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Device to train on: "cpu" or "cuda:0".</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>
    /// The whole demonstration ends within this time: training stops early, fewer images are looked at. With the set-up of a fresh machine
    /// it stays under ten minutes.
    /// </summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(7);
}
