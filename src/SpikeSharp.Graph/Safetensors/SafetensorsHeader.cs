using System.Text.Json;

namespace SpikeSharp.Graph.Safetensors;

/// <summary>Reads and checks the JSON header: every rule of the format, before a byte of the tensors is believed.</summary>
/// <remarks>The header is three deep and the parser follows that form: it neither recurses nor skips, so depth is no danger.</remarks>
internal sealed class SafetensorsHeader
{
    public const int MaxLength = 100_000_000;
    public const string MetadataName = "__metadata__";
    private const int MaxTensors = 500_000;
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
        if (start < 0 || json[start] != '{')
            throw Broken(SafetensorsRule.HeaderStart, "it is damaged, or no safetensors file: the header does not start with '{'");
        var reader = new Utf8JsonReader(json);
        try
        {
            ReadEntries(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: text that is not UTF-8
        {
            throw new SafetensorsException(
                file,
                SafetensorsRule.HeaderJson,
                $"it is damaged, or no safetensors file: the header is not valid JSON{Place(e)}",
                e
            );
        }
        CheckLayout(dataLength);
    }

    // The parser's own words are for programmers.
    internal static string Place(Exception e) => e is JsonException { BytePositionInLine: { } place } ? $", at byte {place} of it" : "";

    private void ReadEntries(ref Utf8JsonReader reader)
    {
        reader.Read();
        var hasMetadata = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (name == MetadataName)
            {
                if (hasMetadata)
                    throw Duplicate(name);
                hasMetadata = true;
                ReadMetadata(ref reader);
            }
            else
            {
                if (Tensors.Count == MaxTensors)
                    throw Broken(SafetensorsRule.TooManyTensors, $"more than {MaxTensors} tensors");
                if (!Tensors.TryAdd(name, ReadTensor(ref reader, name)))
                    throw Duplicate(name);
            }
        }
        reader.Read(); // only blanks may follow: anything else is an error of the reader
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        const string Wanted = $"{MetadataName} must be an object of strings";
        if (!Next(ref reader, JsonTokenType.StartObject))
            throw Broken(SafetensorsRule.Metadata, Wanted);
        while (Next(ref reader, JsonTokenType.PropertyName))
        {
            var key = reader.GetString()!;
            if (!Next(ref reader, JsonTokenType.String))
                throw Broken(SafetensorsRule.Metadata, Wanted);
            if (key == Checksum.Key)
                ChecksumStart = (int)reader.TokenStartIndex;
            if (!Metadata.TryAdd(key, reader.GetString()!))
                throw Duplicate(key);
        }
    }

    private TensorInfo ReadTensor(ref Utf8JsonReader reader, string name)
    {
        if (!Next(ref reader, JsonTokenType.StartObject))
            throw BadEntry(name);
        DType? type = null;
        long[]? shape = null;
        (long Begin, long End)? offsets = null;
        while (Next(ref reader, JsonTokenType.PropertyName))
        {
            if (reader.ValueTextEquals("dtype"u8))
            {
                if (type is not null)
                    throw Duplicate($"{name}.dtype");
                type = ReadDType(ref reader, name);
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                if (shape is not null)
                    throw Duplicate($"{name}.shape");
                shape = ReadShape(ref reader, name);
            }
            else if (reader.ValueTextEquals("data_offsets"u8))
            {
                if (offsets is not null)
                    throw Duplicate($"{name}.data_offsets");
                offsets = ReadOffsets(ref reader, name);
            }
            else
                throw BadEntry(name);
        }
        if (type is null || shape is null || offsets is null)
            throw BadEntry(name);
        return Checked(name, type.Value, shape, offsets.Value.Begin, offsets.Value.End);
    }

    private DType ReadDType(ref Utf8JsonReader reader, string name)
    {
        var isText = Next(ref reader, JsonTokenType.String);
        for (var type = DType.Bool; isText && type <= DType.U64; type++)
        {
            if (reader.ValueTextEquals(type.Name()))
                return type;
        }
        var found = isText ? reader.GetString() : reader.TokenType.ToString();
        throw Broken(SafetensorsRule.UnknownDType, $"tensor '{name}' has the unknown dtype '{found}'");
    }

    private long[] ReadShape(ref Utf8JsonReader reader, string name)
    {
        Span<long> sizes = stackalloc long[MaxRank];
        var count = ReadNumbers(ref reader, sizes);
        return count >= 0
            ? sizes[..count].ToArray()
            : throw Broken(SafetensorsRule.Shape, $"tensor '{name}' must have at most {MaxRank} whole numbers ≥ 0 as shape");
    }

    private (long Begin, long End) ReadOffsets(ref Utf8JsonReader reader, string name)
    {
        Span<long> offsets = stackalloc long[2];
        return ReadNumbers(ref reader, offsets) == 2 && offsets[0] <= offsets[1]
            ? (offsets[0], offsets[1])
            : throw Broken(SafetensorsRule.Offsets, $"tensor '{name}' must have two data_offsets, 0 ≤ begin ≤ end");
    }

    /// <summary>Reads an array of whole numbers ≥ 0; −1 when it is not one or does not fit.</summary>
    private static int ReadNumbers(ref Utf8JsonReader reader, scoped Span<long> numbers)
    {
        if (!Next(ref reader, JsonTokenType.StartArray))
            return -1;
        var count = 0;
        while (Next(ref reader, JsonTokenType.Number))
        {
            if (count == numbers.Length || !reader.TryGetInt64(out numbers[count]) || numbers[count++] < 0)
                return -1;
        }
        return reader.TokenType == JsonTokenType.EndArray ? count : -1;
    }

    private TensorInfo Checked(string name, DType type, long[] shape, long begin, long end)
    {
        long bytes;
        try
        {
            // The elements first: a size of 0 must not hide an overflow that comes before it.
            long elements = 1;
            foreach (var size in shape)
                elements = checked(elements * size);
            bytes = checked(elements * type.Size());
        }
        catch (OverflowException e)
        {
            throw new SafetensorsException(_file, SafetensorsRule.ShapeOverflow, $"tensor '{name}' has too many elements", e);
        }
        if (end - begin != bytes)
        {
            throw Broken(SafetensorsRule.Size, $"tensor '{name}' needs {bytes} bytes, its data_offsets span {end - begin}");
        }
        return new TensorInfo(name, type, shape, begin, bytes);
    }

    private void CheckLayout(long dataLength)
    {
        long end = 0;
        foreach (var tensor in Tensors.Values.OrderBy(t => t.Offset).ThenBy(t => t.ByteLength))
        {
            if (tensor.Offset < end)
                throw Broken(SafetensorsRule.Overlap, $"tensor '{tensor.Name}' starts inside another");
            if (tensor.Offset > end)
                throw Broken(SafetensorsRule.Hole, $"the bytes before tensor '{tensor.Name}' belong to no tensor");
            end += tensor.ByteLength;
        }
        if (end == dataLength)
            return;
        throw Broken(SafetensorsRule.FileEnd, $"the tensors take {end} bytes, the file holds {dataLength}: it was cut short or added to");
    }

    private static bool Next(ref Utf8JsonReader reader, JsonTokenType wanted) => reader.Read() && reader.TokenType == wanted;

    private SafetensorsException BadEntry(string name) =>
        Broken(SafetensorsRule.Entry, $"tensor '{name}' must be an object of exactly dtype, shape and data_offsets");

    private SafetensorsException Duplicate(string name) => Broken(SafetensorsRule.DuplicateName, $"the name '{name}' occurs twice");

    private SafetensorsException Broken(SafetensorsRule rule, string message) => new(_file, rule, message);
}
