using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpikeSharp.Graph.Safetensors;

/// <summary>Writes safetensors files atomically, tensor by tensor; the same content gives the same bytes in any order.</summary>
public static class SafetensorsWriter
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>
    /// Writes or replaces a file (see <see cref="AtomicFile"/>) and reads it back before it takes the name. Tensors are laid out by
    /// falling alignment of their type, then by name, so each is aligned; metadata are sorted by key.
    /// </summary>
    /// <param name="path">The file to write; its folder must exist.</param>
    /// <param name="tensors">Names unique.</param>
    /// <param name="metadata">Any strings.</param>
    /// <param name="checksum">Adds a CRC-32C over header and content to the metadata, for <see cref="SafetensorsFile.Verify"/>.</param>
    /// <exception cref="SafetensorsException">A name occurs twice, a shape is impossible, or a tensor's bytes do not fit.</exception>
    /// <exception cref="DiskFullException">The disk is full; an older file is untouched.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IEnumerable<TensorSource> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        bool checksum = false
    )
    {
        var sorted = tensors.OrderByDescending(t => t.DType).ThenBy(t => t.Name, StringComparer.Ordinal).ToArray();
        var header = Header(path, sorted, metadata, checksum, out var dataLength);
        // The reader's rules, before a byte is written.
        var checksumStart = new SafetensorsHeader(path, header, dataLength).ChecksumStart;
        AtomicFile.Write(
            path,
            stream => WriteContent(path, stream, sorted, header, checksumStart),
            temporary =>
            {
                using var file = SafetensorsFile.Open(temporary);
                if (checksum)
                    file.Verify();
            }
        );
    }

    private static ReadOnlySpan<byte> Blanks => "       "u8;

    private static byte[] Header(
        string path,
        TensorSource[] tensors,
        IReadOnlyDictionary<string, string>? metadata,
        bool checksum,
        out long dataLength
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Json);
        json.WriteStartObject();
        WriteMetadata(json, metadata, checksum);
        dataLength = 0;
        foreach (var tensor in tensors)
        {
            var end = checked(dataLength + ByteLength(path, tensor));
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.DType.Name());
            json.WriteStartArray("shape");
            foreach (var size in tensor.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(dataLength);
            json.WriteNumberValue(end);
            json.WriteEndArray();
            json.WriteEndObject();
            dataLength = end;
        }
        json.WriteEndObject();
        json.Flush();
        buffer.Write(Blanks[..(-buffer.WrittenCount & 7)]);
        if (buffer.WrittenCount <= SafetensorsHeader.MaxLength)
            return buffer.WrittenSpan.ToArray();
        throw new SafetensorsException(path, SafetensorsRule.HeaderTooLong, $"a header of {buffer.WrittenCount} bytes is too long");
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata, bool checksum)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
            entries[key] = value;
        entries.Remove(Checksum.Key); // metadata copied from another file: its checksum is not ours
        if (checksum)
            entries[Checksum.Key] = Checksum.Unset;
        if (entries.Count == 0)
            return;
        json.WriteStartObject(SafetensorsHeader.MetadataName);
        foreach (var (key, value) in entries)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static long ByteLength(string path, TensorSource tensor)
    {
        try
        {
            return checked(tensor.Shape.Aggregate(1L, (elements, size) => checked(elements * size)) * tensor.DType.Size());
        }
        catch (OverflowException e)
        {
            throw new SafetensorsException(path, SafetensorsRule.ShapeOverflow, $"tensor '{tensor.Name}' has too many elements", e);
        }
    }

    private static void WriteContent(string path, Stream stream, TensorSource[] tensors, byte[] header, int checksumStart)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        var content = new CheckedStream(stream, checksumStart >= 0);
        content.Write(header);
        foreach (var tensor in tensors)
        {
            var start = content.Position;
            tensor.Write(content);
            var (given, wanted) = (content.Position - start, ByteLength(path, tensor));
            if (given == wanted)
                continue;
            throw new SafetensorsException(path, SafetensorsRule.WrongContent, $"tensor '{tensor.Name}' gave {given} bytes, not {wanted}");
        }
        if (checksumStart < 0)
            return;
        stream.Position = sizeof(ulong) + checksumStart + 1;
        stream.Write(Encoding.ASCII.GetBytes(content.Checksum));
    }
}
