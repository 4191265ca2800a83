using System.Buffers.Binary;

namespace SpikeSharp.Testing;

/// <summary>Writes pictures of many channels as multispectral cameras do: a TIFF file with an uncompressed grey page a channel.</summary>
public static class TiffFile
{
    private const int Entries = 9;

    /// <summary>The bytes of a file.</summary>
    /// <param name="pixels">[height, width, channels].</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="channels">As many pages.</param>
    /// <param name="littleEndian">The order of the bytes of its numbers.</param>
    public static byte[] Of(ReadOnlySpan<byte> pixels, int width, int height, int channels, bool littleEndian = true)
    {
        var (plane, directory) = (width * height, 2 + 12 * Entries + 4);
        var file = new byte[8 + channels * (plane + directory)];
        file[0] = file[1] = (byte)(littleEndian ? 'I' : 'M');
        Short(file.AsSpan(2), 42);
        Long(file.AsSpan(4), (uint)(8 + plane));
        for (var c = 0; c < channels; c++)
        {
            var at = 8 + c * (plane + directory);
            for (var i = 0; i < plane; i++)
                file[at + i] = pixels[i * channels + c];
            var entries = file.AsSpan(at + plane, directory);
            Short(entries, Entries);
            // Width, height, bits, no compression, black is 0, where the bytes are, one channel, all rows in one strip, its length.
            ReadOnlySpan<(ushort Tag, int Value)> values =
            [
                (256, width),
                (257, height),
                (258, 8),
                (259, 1),
                (262, 1),
                (273, at),
                (277, 1),
                (278, height),
                (279, plane),
            ];
            for (var i = 0; i < Entries; i++)
            {
                var entry = entries.Slice(2 + 12 * i, 12);
                Short(entry, values[i].Tag);
                Short(entry[2..], 4);
                Long(entry[4..], 1);
                Long(entry[8..], (uint)values[i].Value);
            }
            Long(entries[^4..], c + 1 < channels ? (uint)(at + plane + directory + plane) : 0);
        }
        return file;

        void Short(Span<byte> to, ushort value)
        {
            if (littleEndian)
                BinaryPrimitives.WriteUInt16LittleEndian(to, value);
            else
                BinaryPrimitives.WriteUInt16BigEndian(to, value);
        }
        void Long(Span<byte> to, uint value)
        {
            if (littleEndian)
                BinaryPrimitives.WriteUInt32LittleEndian(to, value);
            else
                BinaryPrimitives.WriteUInt32BigEndian(to, value);
        }
    }
}
