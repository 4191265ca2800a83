using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Prediction;

/// <summary>What was found in a picture or in a frame of a video.</summary>
/// <param name="File">Where it comes from.</param>
/// <param name="Frame">Which frame; null for a picture.</param>
/// <param name="Picture">The pixels; of a video valid until the next result is asked for.</param>
/// <param name="Found">Boxes in the file's own pixels, by falling confidence.</param>
/// <param name="Times">Milliseconds a stage, the mean of the pictures that went through the network together.</param>
public sealed record PredictedImage(SourceFile File, VideoFrame? Frame, Image Picture, IReadOnlyList<Detection> Found, StageTimes Times);
