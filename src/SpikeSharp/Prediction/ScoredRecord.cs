using SpikeSharp.Engine.Detection;

namespace SpikeSharp.Prediction;

/// <summary>What was found in a picture, as JSON tells it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Classes">The classes by falling share: of a segmenter those that it shows, of a classifier the five most probable.</param>
/// <param name="TimesMs">Time a stage.</param>
public sealed record ScoredRecord(string Path, int Width, int Height, IReadOnlyList<ClassShare> Classes, StageTimes TimesMs);
