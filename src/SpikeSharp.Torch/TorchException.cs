namespace SpikeSharp.Torch;

/// <summary>libtorch refused a call: which operator, on what shapes, and why.</summary>
public sealed class TorchException(string operation, string reason) : Exception($"{operation}: {reason}")
{
    /// <summary>The operator or step that failed, with the shapes it was given.</summary>
    public string Operation { get; } = operation;
}
