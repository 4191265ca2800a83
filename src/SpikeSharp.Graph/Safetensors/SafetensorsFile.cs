using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace SpikeSharp.Graph.Safetensors;

/// <summary>A safetensors file, memory-mapped and checked: names unique, tensors inside the file without overlap, hole or rest.</summary>
/// <remarks>Reading is safe from several threads. Values are not judged: NaN and infinity are passed on.</remarks>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafetensorsHeader _header;
    private readonly int _headerLength;
    private readonly long _length;
    private byte* _start;

    /// <summary>The path the file was opened under.</summary>
    public string FilePath { get; }

    /// <summary>The header's `__metadata__`, in the file's order; empty without one.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensors by name, in the header's order.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => _header.Tensors;

    /// <summary>Whether the file carries a checksum that <see cref="Verify"/> can check.</summary>
    public bool HasChecksum => _header.ChecksumStart >= 0;

    private SafetensorsFile(string path, MemoryMappedFile mapping, long length)
    {
        FilePath = path;
        _mapping = mapping;
        _length = length;
        _view = mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        try
        {
            _headerLength = HeaderLength();
            _header = new SafetensorsHeader(path, Header, length - sizeof(ulong) - _headerLength);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Opens and checks a file. Nothing is copied; tensors are paged in when they are read.</summary>
    /// <exception cref="SafetensorsException">The file breaks a rule of the format.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        var length = stream.Length;
        if (length < sizeof(ulong))
        {
            throw new SafetensorsException(
                path,
                SafetensorsRule.FileTooShort,
                $"it is damaged, or no safetensors file: {length} bytes are too few for one"
            );
        }
        const HandleInheritability Closed = HandleInheritability.None;
        var mapping = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, Closed, leaveOpen: true);
        return new SafetensorsFile(path, mapping, length);
    }

    /// <summary>The raw bytes of a tensor, not necessarily aligned. Valid until the file is disposed, never after.</summary>
    /// <exception cref="SafetensorsException">No such tensor, or one of more than 2 GiB.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        var info = Info(name);
        ObjectDisposedException.ThrowIf(_start == null, this);
        if (info.ByteLength > int.MaxValue)
            throw Wrong(SafetensorsRule.WrongLength, $"tensor '{name}' = {info} does not fit one span");
        return new ReadOnlySpan<byte>(_start + sizeof(ulong) + _headerLength + info.Offset, (int)info.ByteLength);
    }

    /// <summary>The values of an F16, BF16, F32 or F64 tensor as float32; F64 is rounded to nearest.</summary>
    /// <exception cref="SafetensorsException">No such tensor, or one of whole numbers.</exception>
    public float[] Floats(string name)
    {
        var values = new float[Length(name)];
        ReadInto(name, values);
        return values;
    }

    /// <summary>The values of an F16, BF16, F32 or F64 tensor, exactly.</summary>
    /// <exception cref="SafetensorsException">No such tensor, or one of whole numbers.</exception>
    public double[] Doubles(string name)
    {
        var values = new double[Length(name)];
        ReadInto(name, values);
        return values;
    }

    /// <summary>The values of a tensor of whole numbers or BOOL (0, 1).</summary>
    /// <exception cref="SafetensorsException">No such tensor, one of floats, or a U64 value above 2^63 − 1.</exception>
    public long[] Int64s(string name)
    {
        var values = new long[Length(name)];
        ReadInto(name, values);
        return values;
    }

    /// <summary>As <see cref="Floats"/>, into memory of the caller's.</summary>
    /// <exception cref="SafetensorsException">As there, or the destination's length is not the number of elements.</exception>
    public void ReadInto(string name, Span<float> destination) =>
        Elements.ToSingle(Source(name, destination.Length, out var type), type, destination, this, name);

    /// <summary>As <see cref="Doubles"/>, into memory of the caller's.</summary>
    /// <exception cref="SafetensorsException">As there, or the destination's length is not the number of elements.</exception>
    public void ReadInto(string name, Span<double> destination) =>
        Elements.ToDouble(Source(name, destination.Length, out var type), type, destination, this, name);

    /// <summary>As <see cref="Int64s"/>, into memory of the caller's.</summary>
    /// <exception cref="SafetensorsException">As there, or the destination's length is not the number of elements.</exception>
    public void ReadInto(string name, Span<long> destination) =>
        Elements.ToInt64(Source(name, destination.Length, out var type), type, destination, this, name);

    /// <summary>Reads the whole file and compares it with the checksum in its metadata.</summary>
    /// <exception cref="SafetensorsException">The checksum is absent, or the content is not what was written.</exception>
    public void Verify()
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        if (!Metadata.TryGetValue(Checksum.Key, out var wanted))
            throw Wrong(SafetensorsRule.Checksum, "the file carries no checksum");
        if (wanted.Length != Checksum.Unset.Length)
            throw Wrong(SafetensorsRule.Checksum, $"'{wanted}' is no checksum");
        var checksum = new Checksum();
        checksum.AddHeader(Header, _header.ChecksumStart);
        const int Chunk = 1 << 30;
        for (long at = sizeof(ulong) + _headerLength; at < _length; at += Chunk)
        {
            checksum.Add(new ReadOnlySpan<byte>(_start + at, (int)Math.Min(Chunk, _length - at)));
        }
        if (checksum.Text == wanted)
            return;
        throw Wrong(SafetensorsRule.Checksum, $"the content has checksum {checksum.Text}, {wanted} was written: the file is damaged");
    }

    /// <summary>Unmaps the file; spans from <see cref="Bytes"/> must not be touched after it.</summary>
    public void Dispose()
    {
        if (_start == null)
            return;
        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
    }

    internal SafetensorsException Wrong(SafetensorsRule rule, string message) => new(FilePath, rule, message);

    private ReadOnlySpan<byte> Header => new(_start + sizeof(ulong), _headerLength);

    private int HeaderLength()
    {
        var declared = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(_start, sizeof(ulong)));
        if (declared > SafetensorsHeader.MaxLength)
        {
            throw Wrong(
                SafetensorsRule.HeaderTooLong,
                $"it is damaged, or no safetensors file: a header of {declared} bytes exceeds the limit of {SafetensorsHeader.MaxLength}"
            );
        }
        if ((long)declared > _length - sizeof(ulong))
        {
            throw Wrong(
                SafetensorsRule.HeaderBeyondFile,
                $"it is damaged, or no safetensors file: a header of {declared} bytes does not fit a file of {_length}"
            );
        }
        return (int)declared;
    }

    private TensorInfo Info(string name) =>
        Tensors.TryGetValue(name, out var info) ? info : throw Wrong(SafetensorsRule.MissingTensor, $"the file has no tensor '{name}'");

    private int Length(string name)
    {
        var info = Info(name);
        if (info.Elements > Array.MaxLength)
            throw Wrong(SafetensorsRule.WrongLength, $"tensor '{name}' = {info} does not fit one array");
        return (int)info.Elements;
    }

    private ReadOnlySpan<byte> Source(string name, int wanted, out DType type)
    {
        var info = Info(name);
        if (info.Elements != wanted)
            throw Wrong(SafetensorsRule.WrongLength, $"tensor '{name}' = {info} does not fill {wanted} elements");
        type = info.DType;
        return Bytes(name);
    }
}
