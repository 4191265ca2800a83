using System.Buffers;

namespace SpikeSharp.Imaging.Formats;

/// <summary>Bytes in a borrowed buffer; the default value holds none.</summary>
internal struct PooledBytes(int capacity) : IDisposable
{
    private readonly byte[]? _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public readonly bool IsNone => _buffer is null;

    public readonly ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    public readonly void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
    }
}
