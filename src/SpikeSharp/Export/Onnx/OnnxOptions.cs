namespace SpikeSharp.Export.Onnx;

/// <summary>How a graph is written as ONNX.</summary>
/// <param name="Height">Height of the image in pixels; an ONNX file is for one size.</param>
/// <param name="Width">Width of the image in pixels.</param>
public sealed record OnnxOptions(int Height, int Width)
{
    /// <summary>Writes a convolution that has factors as their chain: fewer multiplications, but on real numbers. Otherwise it is written
    /// as
    /// compiled, on spikes.</summary>
    public bool Factorised { get; init; }
}
