using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Conversion.Search;

/// <summary><c>search.json</c>: the settings of each search of a run. One that goes on must have the same.</summary>
internal sealed class SearchFile
{
    private const long MaxBytes = 1 << 24;
    private const int LongestValue = 60;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _path;
    private readonly JsonArray _searches = [];
    private int _begun;

    /// <param name="folder">The run's folder.</param>
    /// <param name="needed">Whether the file must be there: the run has trials.</param>
    /// <exception cref="SearchFileException">The file is absent, or not what a search wrote.</exception>
    public SearchFile(string folder, bool needed)
    {
        _path = Path.Combine(folder, "search.json");
        if (!needed)
            return;
        var file = new FileInfo(_path);
        if (!file.Exists)
            throw new SearchFileException(
                _path,
                null,
                "is not there, but there are trials beside it: without the settings they cannot go on"
            )
            {
                Missing = true,
            };
        if (file.Length > MaxBytes)
            throw new SearchFileException(_path, null, $"is larger than {MaxBytes >> 20} MiB");
        _searches = Parse(File.ReadAllBytes(_path));
    }

    /// <summary>Notes a search, or checks that it is the one noted before.</summary>
    /// <param name="settings">Its settings by name.</param>
    /// <exception cref="SearchFileException">The search noted before is another.</exception>
    public void Begin(JsonObject settings)
    {
        if (_begun == _searches.Count)
        {
            _searches.Add((JsonNode)settings);
            AtomicFile.Write(_path, stream =>
            {
                using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = Indented.Encoder }))
                    _searches.WriteTo(writer);
                stream.WriteByte((byte)'\n');
            });
        }
        else
        {
            Compare((JsonObject)_searches[_begun]!, (JsonObject)JsonNode.Parse(settings.ToJsonString())!);
        }
        _begun++;
    }

    private JsonArray Parse(byte[] bytes)
    {
        try
        {
            if (
                JsonNode.Parse(bytes, documentOptions: new() { AllowDuplicateProperties = false }) is JsonArray array
                && array.All(search => search is JsonObject)
            )
                return array;
        }
        catch (JsonException e)
        {
            throw new SearchFileException(_path, (int?)e.LineNumber + 1, "is not what a search wrote", e);
        }
        throw new SearchFileException(_path, null, "is not what a search wrote");
    }

    private void Compare(JsonObject before, JsonObject now)
    {
        foreach (var key in now.Select(entry => entry.Key).Union(before.Select(entry => entry.Key)))
        {
            if (JsonNode.DeepEquals(before[key], now[key]))
                continue;
            var (was, wanted) = (Text(before[key]), Text(now[key]));
            var difference = was.Length > LongestValue || wanted.Length > LongestValue ? $"another {key}" : $"{key} {was}, not {wanted}";
            throw new SearchFileException(
                _path,
                null,
                $"the search was begun with {difference}: go on with the same settings, or name another folder for a new search"
            );
        }
    }

    private static string Text(JsonNode? value) => value?.ToJsonString(Indented) ?? "nothing";
}
