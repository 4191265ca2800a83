namespace SpikeSharp.Onnx;

/// <summary>How a graph is written as ONNX; the file is for images of one size.</summary>
/// <param name="Height">Height of the image in pixels; null for that which the graph names.</param>
/// <param name="Width">Width of the image in pixels, likewise.</param>
public sealed record OnnxSaveOptions(int? Height = null, int? Width = null)
{
    /// <summary>
    /// Writes a convolution that has factors as their chain: fewer multiplications, but on real numbers. Otherwise it is written as
    /// compiled, on spikes.
    /// </summary>
    public bool Factorised { get; init; }
}
