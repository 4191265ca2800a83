namespace SpikeSharp.Torch;

/// <summary>A tensor has not the shape a computation needs.</summary>
public sealed class ShapeException(string what, string wanted, string found) : Exception($"{what}: expected {wanted}, found {found}")
{
    /// <summary>The tensor or argument.</summary>
    public string What { get; } = what;
}
