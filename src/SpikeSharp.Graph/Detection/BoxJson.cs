using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpikeSharp.Graph.Detection;

/// <summary>A box in JSON: left, top, right, bottom.</summary>
internal sealed class BoxJson : JsonConverter<Box>
{
    public override Box Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<float> sides = stackalloc float[4];
        for (var i = 0; i < sides.Length; i++)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number)
                throw new JsonException("a box is four numbers: left, top, right, bottom");
            sides[i] = reader.GetSingle();
        }
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray
            ? new Box(sides[0], sides[1], sides[2], sides[3])
            : throw new JsonException("a box is four numbers: left, top, right, bottom");
    }

    public override void Write(Utf8JsonWriter writer, Box value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.X1);
        writer.WriteNumberValue(value.Y1);
        writer.WriteNumberValue(value.X2);
        writer.WriteNumberValue(value.Y2);
        writer.WriteEndArray();
    }
}
