using SpikeSharp.Engine.Detection;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;

namespace SpikeSharp.Prediction;

/// <summary>A picture and what a segmenter or a classifier says of it.</summary>
/// <param name="File">Where it comes from.</param>
/// <param name="Image">The picture.</param>
/// <param name="Scores">The network's scores.</param>
/// <param name="Times">Time a stage.</param>
public sealed record ScoredPicture(SourceFile File, Image Image, ScoreMap Scores, StageTimes Times);
