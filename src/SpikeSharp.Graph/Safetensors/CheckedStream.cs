namespace SpikeSharp.Graph.Safetensors;

/// <summary>Passes bytes on, counting them and adding them to the checksum.</summary>
internal sealed class CheckedStream(Stream inner, bool withChecksum) : Stream
{
    private Checksum _checksum = new();
    private long _written;

    public string Checksum => _checksum.Text;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _written;
    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        _written += buffer.Length;
        if (withChecksum)
            _checksum.Add(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
