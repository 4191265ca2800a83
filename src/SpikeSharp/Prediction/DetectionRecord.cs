namespace SpikeSharp.Prediction;

/// <summary>A found object as it is written.</summary>
/// <param name="Class">From 0.</param>
/// <param name="Name">Of the class.</param>
/// <param name="Confidence">0 … 1.</param>
/// <param name="Box">Left, top, right, bottom in the file's pixels.</param>
public sealed record DetectionRecord(int Class, string Name, float Confidence, IReadOnlyList<float> Box);
