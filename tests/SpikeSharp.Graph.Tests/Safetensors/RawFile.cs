using System.Buffers.Binary;
using System.Text;

namespace SpikeSharp.Graph.Tests.Safetensors;

/// <summary>Safetensors files put together byte by byte, right or wrong.</summary>
internal static class RawFile
{
    public static byte[] Bytes(string header, int dataLength) => Bytes(Encoding.UTF8.GetBytes(header), dataLength);

    public static byte[] Bytes(byte[] header, int dataLength)
    {
        var file = new byte[sizeof(ulong) + header.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, sizeof(ulong));
        for (var i = 0; i < dataLength; i++)
            file[sizeof(ulong) + header.Length + i] = (byte)(i * 7 + 1);
        return file;
    }
}
