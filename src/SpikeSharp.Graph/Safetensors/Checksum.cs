using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace SpikeSharp.Graph.Safetensors;

/// <summary>
/// CRC-32C of a file: the header with the checksum's own eight digits as zeros, then the tensors.
/// It finds accidents, not forgeries.
/// </summary>
internal struct Checksum()
{
    public const string Key = "spikesharp.crc32c";
    public const string Unset = "00000000";
    private uint _crc = uint.MaxValue;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = _crc;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        _crc = crc;
    }

    /// <summary>Adds the header as if its checksum, whose opening quote is at <paramref name="start"/>, were unset.</summary>
    public void AddHeader(ReadOnlySpan<byte> header, int start)
    {
        Add(header[..(start + 1)]);
        Add(Encoding.ASCII.GetBytes(Unset));
        Add(header[(start + 1 + Unset.Length)..]);
    }

    public readonly string Text => (~_crc).ToString("x8", CultureInfo.InvariantCulture);
}
