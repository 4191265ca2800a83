namespace SpikeSharp.Testing;

/// <summary>A result of ONNX Runtime.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Numbers">All of them, row-major.</param>
public sealed record OnnxValues(int[] Shape, float[] Numbers);
