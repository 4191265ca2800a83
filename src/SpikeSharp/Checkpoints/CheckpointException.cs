namespace SpikeSharp.Checkpoints;

/// <summary>A checkpoint that cannot be used.</summary>
public sealed class CheckpointException(string file, string reason) : Exception($"{file}: {reason}")
{
    /// <summary>The file.</summary>
    public string File { get; } = file;
}
