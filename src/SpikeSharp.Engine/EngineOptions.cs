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

    /// <summary>Keep every convolution on spikes, as the merged graph has them, where the factors of a re-parameterised convolution would be
    /// faster but compute on real numbers. Binary arithmetic always does.</summary>
    public bool SpikesOnly { get; init; }

    /// <summary>Keep every value of a run for inspection: more memory, and nothing is shared between layers.</summary>
    public bool KeepValues { get; init; }
}
