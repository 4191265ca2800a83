using System.Runtime.InteropServices;

namespace SpikeSharp.Onnx.Import.Reading;

/// <summary>A TensorProto: its shape and where its numbers are; they are converted when asked for.</summary>
internal sealed class OnnxTensor
{
    private const int MostAxes = 16;
    private const long External = 1;

    private readonly List<long> _sizes = [],
        _integers = [];
    private readonly List<ReadOnlyMemory<byte>> _reals = [],
        _doubles = [];
    private readonly Dictionary<string, string> _external = new(StringComparer.Ordinal);
    private ReadOnlyMemory<byte>? _raw;
    private long _type,
        _location;

    public OnnxTensor(ReadOnlyMemory<byte> message)
    {
        for (var field = new ProtobufReader(message); field.Next(); )
        {
            switch (field.Field)
            {
                case 1:
                    field.AddTo(_sizes);
                    break;
                case 2:
                    _type = (long)field.Number;
                    break;
                case 4:
                    _reals.Add(Fixed(field, sizeof(float)));
                    break;
                case 5 or 7 or 11:
                    field.AddTo(_integers);
                    break;
                case 8:
                    Name = field.Text;
                    break;
                case 9:
                    _raw = field.Bytes;
                    break;
                case 10:
                    _doubles.Add(Fixed(field, sizeof(double)));
                    break;
                case 13:
                    AddExternal(field.Bytes);
                    break;
                case 14:
                    _location = (long)field.Number;
                    break;
            }
        }
    }

    public string Name { get; } = "";

    /// <summary>The numbers.</summary>
    /// <param name="external">Data in other files.</param>
    /// <exception cref="OnnxException">Shape, type and data disagree. Found before anything is allocated for them.</exception>
    public OnnxArray ToArray(ExternalData external)
    {
        if (_sizes.Count > MostAxes)
            throw Error($"has {_sizes.Count} axes, at most {MostAxes} are read");
        long count = 1;
        foreach (var size in _sizes)
        {
            if (size is < 0 or > int.MaxValue || (count *= size) > int.MaxValue)
                throw Error($"has shape {this}, which is none or too large");
        }
        var width = OnnxType.Width(_type);
        if (width == 0)
            throw Error($"has data type {_type}, which is not read: only floats, integers and booleans are");
        int[] shape = [.. _sizes.Select(size => (int)size)];
        if (_location == External)
            return OnnxType.Convert(_type, shape, external.Read(_external, count * width, Error));
        if (_raw is { } raw)
            return raw.Length == count * width ? OnnxType.Convert(_type, shape, raw.Span) : throw Missing(count);
        return Typed(shape, count);
    }

    private OnnxArray Typed(int[] shape, long count)
    {
        if (_type == OnnxType.Float)
            return Joined(_reals, sizeof(float)) is var floats && floats.Length == count * sizeof(float)
                ? OnnxType.Convert(_type, shape, floats)
                : throw Missing(count);
        if (_type == OnnxType.Double)
            return Joined(_doubles, sizeof(double)) is var doubles && doubles.Length == count * sizeof(double)
                ? OnnxType.Convert(_type, shape, doubles)
                : throw Missing(count);
        if (_integers.Count != count)
            throw Missing(count);
        return OnnxType.FromBits(_type, shape, CollectionsMarshal.AsSpan(_integers));
    }

    private static byte[] Joined(List<ReadOnlyMemory<byte>> parts, int width)
    {
        var joined = new byte[parts.Sum(part => part.Length) / width * width];
        var at = 0;
        foreach (var part in parts)
        {
            if (at + part.Length > joined.Length)
                return [];
            part.Span.CopyTo(joined.AsSpan(at));
            at += part.Length;
        }
        return joined;
    }

    // Packed, or one number alone.
    private static ReadOnlyMemory<byte> Fixed(ProtobufReader field, int width) =>
        field.HasLength ? field.Bytes : BitConverter.GetBytes(field.Number).AsMemory(0, width);

    private void AddExternal(ReadOnlyMemory<byte> message)
    {
        var (key, value) = OnnxModel.Entry(message);
        _external[key] = value;
    }

    private OnnxException Missing(long count) => Error($"of shape {this} needs {count} numbers, and its data have another size");

    private OnnxException Error(string reason) => new($"tensor '{Name}' {reason}");

    public override string ToString() => $"[{string.Join(", ", _sizes)}]";
}
