using System.Text;
using System.Text.Json;

namespace SpikeSharp.Engine.Detection;

/// <summary>What was found in a picture.</summary>
/// <param name="Width">Width of the picture in pixels.</param>
/// <param name="Height">Height of the picture in pixels.</param>
/// <param name="Objects">By falling confidence.</param>
/// <param name="Times">How long it took.</param>
/// <param name="FiringRates">How often the neurons of each layer fired; empty unless asked for.</param>
public sealed record DetectionResult(
    int Width,
    int Height,
    IReadOnlyList<DetectedObject> Objects,
    StageTimes Times,
    IReadOnlyList<LayerFiring> FiringRates
)
{
    /// <summary>One line of JSON, in the form of results.jsonl without the file.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("width", Width);
            json.WriteNumber("height", Height);
            json.WriteStartArray("detections");
            foreach (var found in Objects)
                Write(json, found);
            json.WriteEndArray();
            json.WriteStartObject("times_ms");
            json.WriteNumber("load", Times.Load);
            json.WriteNumber("infer", Times.Infer);
            json.WriteNumber("post", Times.Post);
            json.WriteEndObject();
            if (FiringRates.Count > 0)
            {
                json.WriteStartObject("firing_rates");
                foreach (var layer in FiringRates)
                    json.WriteNumber(layer.Layer, layer.Mean);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, DetectedObject found)
    {
        json.WriteStartObject();
        json.WriteNumber("class", found.Class);
        json.WriteString("name", found.Name);
        json.WriteNumber("confidence", found.Confidence);
        json.WriteStartArray("box");
        json.WriteNumberValue(found.Box.X1);
        json.WriteNumberValue(found.Box.Y1);
        json.WriteNumberValue(found.Box.X2);
        json.WriteNumberValue(found.Box.Y2);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
