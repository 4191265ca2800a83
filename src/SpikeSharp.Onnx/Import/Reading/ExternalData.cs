using System.Globalization;

namespace SpikeSharp.Onnx.Import.Reading;

/// <summary>Numbers of a tensor that lie in another file. That file's name comes from whoever made the model, so it must not lead out of
/// the model's folder: neither by an absolute path, nor by "..", nor by a link.</summary>
/// <param name="folder">The model's folder.</param>
internal sealed class ExternalData(string folder)
{
    // By file, so that many tensors of one large file cannot fill the memory.
    private readonly Dictionary<string, long> _read = new(StringComparer.Ordinal);

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads them.</summary>
    /// <param name="entries">location, offset and length, as the model says.</param>
    /// <param name="length">Bytes that the tensor needs.</param>
    /// <param name="error">Names the tensor.</param>
    public byte[] Read(IReadOnlyDictionary<string, string> entries, long length, Func<string, OnnxException> error)
    {
        if (!entries.TryGetValue("location", out var location) || location.Length == 0)
            throw error("has external data without a location");
        var parts = location.Split('/', '\\');
        if (
            Path.IsPathRooted(location)
            || location.Contains(':')
            || location.Contains('\0')
            || parts.Any(part => part is "" or "." or "..")
        )
            throw error($"has external data at '{location}', which is not inside the model's folder");
        var path = folder;
        FileSystemInfo? info = null;
        for (var i = 0; i < parts.Length; i++)
        {
            path = Path.Combine(path, parts[i]);
            info = i < parts.Length - 1 ? new DirectoryInfo(path) : new FileInfo(path);
            if (info.LinkTarget is not null)
                throw error($"has external data at '{location}', which leads through a link");
        }
        if (info is not FileInfo { Exists: true } file)
            throw error($"has external data at '{location}', where there is no file");
        long offset = Number("offset", 0),
            given = Number("length", length);
        if (given != length)
            throw error($"needs {length} bytes, and its external data have {given}");
        // Of a pipe or a device the length is 0: neither is opened.
        if (offset < 0 || file.Length - length < offset)
            throw error($"needs {length} bytes from {offset} on, and '{location}' has {file.Length}");
        if (length > Array.MaxLength)
            throw error($"needs {length} bytes, which is too large");
        _read[path] = _read.GetValueOrDefault(path) + length;
        if (_read[path] > 2 * file.Length)
            throw error($"reads '{location}' again and again: tensors have more bytes there than twice the file");
        Bytes += length;
        var bytes = new byte[length];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;

        long Number(string key, long absent) =>
            !entries.TryGetValue(key, out var text) ? absent
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw error($"has external data with {key} '{text}', which is no number");
    }
}
