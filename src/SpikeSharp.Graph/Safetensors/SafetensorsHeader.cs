using System.Globalization;
using System.Text.Json;

namespace SpikeSharp.Graph.Safetensors;

/// <summary>Reads and checks the JSON header: every rule of the format, before a single byte of the tensors is believed.</summary>
/// <remarks>The header nests three deep at most and the parser follows exactly that form: it neither recurses nor skips, so depth is no danger.</remarks>
internal sealed class SafetensorsHeader
{
    public const int MaxLength = 100_000_000;
    public const string MetadataName = "__metadata__";
    private const int MaxTensors = 1_000_000;
    private const int MaxRank = 64;

    private readonly string _file;

    public OrderedDictionary<string, TensorInfo> Tensors { get; } = new(StringComparer.Ordinal);
    public OrderedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Where in the header the quoted checksum stands; −1 without one.</summary>
    public int ChecksumStart { get; private set; } = -1;

    public SafetensorsHeader(string file, ReadOnlySpan<byte> json, long dataLength)
    {
        _file = file;
        var start = json.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0 || json[start] != '{') throw Broken(SafetensorsRule.HeaderStart, "the header does not start with '{': not a safetensors file");
        var reader = new Utf8JsonReader(json);
        try
        {
            ReadEntries(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter: text that is not UTF-8
        {
            throw new SafetensorsException(file, SafetensorsRule.HeaderJson, $"the header is not valid JSON: {e.Message}", e);
        }
        CheckLayout(dataLength);
    }

    private void ReadEntries(ref Utf8JsonReader reader)
    {
        reader.Read();
        var hasMetadata = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (name == MetadataName)
            {
                if (hasMetadata) throw Duplicate(name);
                hasMetadata = true;
                ReadMetadata(ref reader);
            }
            else
            {
                if (Tensors.Count == MaxTensors) throw Broken(SafetensorsRule.TooManyTensors, $"more than {MaxTensors} tensors");
                if (!Tensors.TryAdd(name, ReadTensor(ref reader, name))) throw Duplicate(name);
            }
        }
        reader.Read();      // only blanks may follow: anything else is an error of the reader
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (!Next(ref reader, JsonTokenType.StartObject)) throw Broken(SafetensorsRule.Metadata, "__metadata__ must be an object of strings");
        while (Next(ref reader, JsonTokenType.PropertyName))
        {
            var key = reader.GetString()!;
            if (!Next(ref reader, JsonTokenType.String)) throw Broken(SafetensorsRule.Metadata, $"metadata '{key}' must be a string");
            if (key == Checksum.Key) ChecksumStart = (int)reader.TokenStartIndex;
            if (!Metadata.TryAdd(key, reader.GetString()!)) throw Duplicate(key);
        }
    }

    private TensorInfo ReadTensor(ref Utf8JsonReader reader, string name)
    {
        if (!Next(ref reader, JsonTokenType.StartObject)) throw Broken(SafetensorsRule.Entry, $"the entry of tensor '{name}' must be an object");
        DType? type = null;
        long[]? shape = null, offsets = null;
        while (Next(ref reader, JsonTokenType.PropertyName))
        {
            var field = reader.GetString()!;
            if (field switch { "dtype" => type is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => false })
            {
                throw Duplicate($"{name}.{field}");
            }
            switch (field)
            {
                case "dtype": type = ReadDType(ref reader, name); break;
                case "shape": shape = ReadNumbers(ref reader, name, MaxRank, SafetensorsRule.Shape); break;
                case "data_offsets": offsets = ReadNumbers(ref reader, name, 2, SafetensorsRule.Offsets); break;
                default: throw Broken(SafetensorsRule.Entry, $"tensor '{name}' has an unknown field '{field}'; dtype, shape and data_offsets are all there is");
            }
        }
        if (type is null || shape is null || offsets is null) throw Broken(SafetensorsRule.Entry, $"tensor '{name}' needs dtype, shape and data_offsets");
        return Checked(name, type.Value, shape, offsets);
    }

    private DType ReadDType(ref Utf8JsonReader reader, string name)
    {
        if (!Next(ref reader, JsonTokenType.String)) throw Broken(SafetensorsRule.UnknownDType, $"the dtype of tensor '{name}' must be a string");
        var found = reader.GetString()!;
        return DTypeLayout.Parse(found) ?? throw Broken(SafetensorsRule.UnknownDType, $"tensor '{name}' has the unknown dtype '{found}'");
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string name, int atMost, SafetensorsRule rule)
    {
        var wanted = rule == SafetensorsRule.Shape ? $"its shape must be at most {MaxRank} whole numbers ≥ 0" : "its data_offsets must be two whole numbers ≥ 0";
        if (!Next(ref reader, JsonTokenType.StartArray)) throw Broken(rule, $"tensor '{name}': {wanted}");
        var numbers = new List<long>();
        while (Next(ref reader, JsonTokenType.Number))
        {
            if (!reader.TryGetInt64(out var number) || number < 0 || numbers.Count == atMost) throw Broken(rule, $"tensor '{name}': {wanted}");
            numbers.Add(number);
        }
        if (reader.TokenType != JsonTokenType.EndArray) throw Broken(rule, $"tensor '{name}': {wanted}");
        return [.. numbers];
    }

    private TensorInfo Checked(string name, DType type, long[] shape, long[] offsets)
    {
        if (offsets is not [var begin, var end] || end < begin) throw Broken(SafetensorsRule.Offsets, $"tensor '{name}': its data_offsets must be two numbers, begin ≤ end");
        long bytes = type.Size();
        try
        {
            // The elements first: a size of 0 must not hide an overflow that comes before it.
            long elements = 1;
            foreach (var size in shape) elements = checked(elements * size);
            bytes = checked(elements * bytes);
        }
        catch (OverflowException e)
        {
            throw new SafetensorsException(_file, SafetensorsRule.ShapeOverflow, $"tensor '{name}' has more elements than 63 bits can count", e);
        }
        if (end - begin != bytes)
        {
            throw Broken(SafetensorsRule.Size, string.Create(CultureInfo.InvariantCulture, $"tensor '{name}' needs {bytes} bytes, its data_offsets span {end - begin}"));
        }
        return new TensorInfo(name, type, shape, begin, bytes);
    }

    private void CheckLayout(long dataLength)
    {
        long end = 0;
        foreach (var tensor in Tensors.Values.OrderBy(t => t.Offset).ThenBy(t => t.ByteLength))
        {
            if (tensor.Offset < end) throw Broken(SafetensorsRule.Overlap, $"tensor '{tensor.Name}' starts at {tensor.Offset}, inside the one before, which ends at {end}");
            if (tensor.Offset > end) throw Broken(SafetensorsRule.Hole, $"{tensor.Offset - end} bytes before tensor '{tensor.Name}' belong to no tensor");
            end += tensor.ByteLength;
        }
        if (end != dataLength) throw Broken(SafetensorsRule.FileEnd, $"the tensors take {end} bytes, the file holds {dataLength}: it was cut short or added to");
    }

    private static bool Next(ref Utf8JsonReader reader, JsonTokenType wanted) => reader.Read() && reader.TokenType == wanted;

    private SafetensorsException Duplicate(string name) => Broken(SafetensorsRule.DuplicateName, $"the name '{name}' occurs twice");

    private SafetensorsException Broken(SafetensorsRule rule, string message) => new(_file, rule, message);
}
