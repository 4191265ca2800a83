using SpikeSharp.Engine.Kernels;

namespace SpikeSharp.Engine;

/// <summary>How an engine runs a graph.</summary>
public sealed record EngineOptions
{
    /// <summary>Arithmetic.</summary>
    public EngineMode Mode { get; init; } = EngineMode.Int8;

    /// <summary>Threads of one inference, 1…256; the machine's processors unless told. Results do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Vector instructions; the best that the machine has, or what the variable SPIKESHARP_ISA names.</summary>
    public InstructionSet? InstructionSet { get; init; }

    /// <summary>Keep every convolution on spikes, as the merged graph has them, where the factors of a re-parameterised convolution would
    /// be faster but compute on real numbers. Binary arithmetic always does.</summary>
    public bool SpikesOnly { get; init; }

    /// <summary>T in place of the graph's own, 1…1024; null for the graph's. Converted networks run for any T, others for the one they were
    /// trained with.</summary>
    public int? TimeSteps { get; init; }

    /// <summary>Time steps of a converted network that go through a layer before the next layer begins, a divisor of T; 0 for what fits
    /// caches well. Results do not depend on it.</summary>
    public int StepsTogether { get; init; }

    /// <summary>Keep every value of a run for inspection: more memory, and nothing is shared between layers.</summary>
    public bool KeepValues { get; init; }
}
