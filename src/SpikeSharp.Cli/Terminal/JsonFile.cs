using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Cli.Terminal;

/// <summary>
/// Results as JSON (`--json FILE`): names in snake_case, numbers that are not finite as null; replaces the file in one step.
/// </summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Settings = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for readers of JSON, not for web pages
        Converters = { new FiniteConverter() },
    };

    /// <summary>Writes a result.</summary>
    /// <param name="path">The file; null writes nothing, so that a verb may pass the option as it is.</param>
    /// <param name="result">A record of results.</param>
    public static void Write<T>(string? path, T result)
    {
        if (path is null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream =>
        {
            JsonSerializer.Serialize(stream, result, Settings);
            stream.WriteByte((byte)'\n');
        });
    }

    private sealed class FiniteConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }
}
