namespace SpikeSharp.Graph.Operations;

/// <summary>How <see cref="Resize"/> finds a value between pixels.</summary>
public enum ResizeKind
{
    /// <summary>That of one pixel.</summary>
    Nearest,

    /// <summary>Between two neighbours in each direction.</summary>
    Linear,

    /// <summary>By a cubic through four in each direction.</summary>
    Cubic,
}
