using SpikeSharp.Data.Detection;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Energy;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Imaging;

namespace SpikeSharp.Demo;

/// <summary>Everything the demonstration found out, and what its page shows.</summary>
public sealed record DemoResult
{
    /// <summary>What was asked for.</summary>
    public required DemoOptions Options { get; init; }

    /// <summary>The pictures to train on.</summary>
    public required DetectionData Train { get; init; }

    /// <summary>The pictures to validate on.</summary>
    public required DetectionData Validation { get; init; }

    /// <summary>The run.</summary>
    public required TrainingCurves Curves { get; init; }

    /// <summary>The best checkpoint on the validation images.</summary>
    public required ValidationResult Score { get; init; }

    /// <summary>The first validation images, with what was found in them.</summary>
    public required IReadOnlyList<ImageDetections> Samples { get; init; }

    /// <summary>Parameters of the network as it was trained.</summary>
    public required long TrainedParameters { get; init; }

    /// <summary>Convolutions and normalisations of the network as it was trained.</summary>
    public required (int Convolutions, int Normalisations) TrainedLayers { get; init; }

    /// <summary>Parameters of the compiled graph.</summary>
    public required long CompiledParameters { get; init; }

    /// <summary>Whether every layer but those that see the image takes only spikes.</summary>
    public required SpikeDrivenReport SpikeDriven { get; init; }

    /// <summary>Integer spikes against binary virtual time steps.</summary>
    public required VerificationReport Verification { get; init; }

    /// <summary>What the network does for an image.</summary>
    public required OperationCounts Counts { get; init; }

    /// <summary>The same in millijoules.</summary>
    public required EnergyReport Energy { get; init; }

    /// <summary>The picture whose spikes are shown.</summary>
    public required Image Watched { get; init; }

    /// <summary>Its spikes.</summary>
    public required IReadOnlyList<FiringMap> Maps { get; init; }

    /// <summary>Time of the whole demonstration so far.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Path of the page.</summary>
    public required string Page { get; init; }

    /// <summary>Path of the checkpoint.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Path of the compiled graph.</summary>
    public required string Graph { get; init; }
}
