namespace SpikeSharp.Onnx;

/// <summary>What a file that is read may leave open.</summary>
/// <param name="Height">Height of the image in pixels; null for that which the file names.</param>
/// <param name="Width">Width of the image in pixels, likewise.</param>
public sealed record OnnxLoadOptions(int? Height = null, int? Width = null);
