namespace SpikeSharp.Graph;

/// <summary>What a graph knows about itself besides its nodes.</summary>
/// <param name="Name">Name of the network, for people.</param>
/// <param name="TimeSteps">Real time steps T, 1…1024.</param>
/// <param name="ImageSize">Side of the square image the network was trained at, in pixels, 1…16384; others may run too.</param>
public sealed record GraphInfo(string Name, int TimeSteps, int ImageSize)
{
    /// <summary>
    /// Width of the image where it is not square, in pixels; <see cref="ImageSize"/> is its height then. Null for a square.
    /// </summary>
    public int? ImageWidth { get; init; }

    /// <summary>Class names in the order of the class index; empty when the network has no classes.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Strides of the detection levels in pixels, finest first; empty without a detection head.</summary>
    public IReadOnlyList<int> Strides { get; init; } = [];

    /// <summary>Free text by key (where the weights come from, training options); travels with the file, decides nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
