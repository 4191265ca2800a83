namespace SpikeSharp.Imaging.Formats;

/// <summary>A Huffman table of a JPEG file (ITU T.81, annexes C and F.2.2): which symbol the next bits stand for.</summary>
internal sealed unsafe class JpegHuffmanTable
{
    private const int FastBits = 10,
        LongestCode = 16;

    // length << 8 | symbol for every value of the next ten bits; 0 where the code is longer.
    private readonly ushort[] _fast = new ushort[1 << FastBits];
    private readonly int[] _last = new int[LongestCode + 1],
        _offset = new int[LongestCode + 1];
    private readonly byte[] _symbols;

    private JpegHuffmanTable(byte[] symbols) => _symbols = symbols;

    /// <summary>Reads a table as a DHT segment holds it: how many codes there are of every length, then their symbols.</summary>
    /// <returns>The table, and the bytes it takes; null when it is damaged.</returns>
    public static (JpegHuffmanTable Table, int Bytes)? Read(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        for (var length = 0; length < LongestCode && length < bytes.Length; length++)
            count += bytes[length];
        if (count > 256 || bytes.Length < LongestCode + count)
            return null;
        var table = new JpegHuffmanTable(bytes.Slice(LongestCode, count).ToArray());
        for (int length = 1, code = 0, first = 0; length <= LongestCode; length++, code <<= 1)
        {
            var codes = bytes[length - 1];
            if (code + codes > 1 << length)
                return null;
            table._offset[length] = first - code;
            for (var i = 0; i < codes && length <= FastBits; i++)
                table
                    ._fast.AsSpan((code + i) << (FastBits - length), 1 << (FastBits - length))
                    .Fill((ushort)(length << 8 | table._symbols[first + i]));
            (code, first) = (code + codes, first + codes);
            table._last[length] = codes == 0 ? -1 : code - 1;
        }
        return (table, LongestCode + count);
    }

    /// <summary>The next symbol, or −1 when no code begins so.</summary>
    /// <param name="data">The entropy-coded bytes, readable eight bytes beyond the position.</param>
    /// <param name="bit">Where the code begins, in bits; afterwards behind it.</param>
    public int Next(byte* data, ref long bit)
    {
        var next = Peek(data, bit);
        int fast = _fast[next >> (64 - FastBits)];
        if (fast != 0)
        {
            bit += fast >> 8;
            return (byte)fast;
        }
        for (var length = FastBits + 1; length <= LongestCode; length++)
        {
            var code = (int)(next >> (64 - length));
            if (code > _last[length])
                continue;
            bit += length;
            return _symbols[code + _offset[length]];
        }
        return -1;
    }

    /// <summary>The next 57 bits or more, from the top.</summary>
    public static ulong Peek(byte* data, long bit) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(data + (bit >> 3), 8)) << (int)(bit & 7);
}
