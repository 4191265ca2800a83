namespace SpikeSharp.Prediction;

/// <summary>Which frame of a video it is.</summary>
/// <param name="Number">Place in the file, from 1.</param>
/// <param name="Rate">Frames a second of those looked at, or 0 when the file does not say.</param>
public readonly record struct VideoFrame(long Number, double Rate);
