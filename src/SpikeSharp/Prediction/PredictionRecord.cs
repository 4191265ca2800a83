using System.Text.Encodings.Web;
using System.Text.Json;
using SpikeSharp.Engine.Detection;

namespace SpikeSharp.Prediction;

/// <summary>The result of a picture or frame as it is written: one line of results.jsonl.</summary>
/// <param name="Path">The file.</param>
/// <param name="Frame">Number of the frame, from 1; null for a picture.</param>
/// <param name="Width">Width of the picture in pixels.</param>
/// <param name="Height">Height of the picture in pixels.</param>
/// <param name="Detections">By falling confidence.</param>
/// <param name="TimesMs">Mean milliseconds a stage.</param>
public sealed record PredictionRecord(
    string Path,
    long? Frame,
    int Width,
    int Height,
    IReadOnlyList<DetectedObject> Detections,
    StageTimes TimesMs
)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for readers of JSON, not for web pages
    };

    /// <summary>The record of a result.</summary>
    public static PredictionRecord Of(PredictedImage result) =>
        new(result.File.Path, result.Frame?.Number, result.Picture.Width, result.Picture.Height, result.Found, result.Result.Times);

    /// <summary>As one line of JSON, names in snake_case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
