using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace SpikeSharp.Imaging.Formats;

/// <summary>
/// Follows the Huffman codes of a JPEG file to its end (ITU T.81, annexes F and G), without making pixels of them. OpenCV's decoder paints
/// grey what a damaged file does not say, calls that success and prints a line; it offers no way to learn of it. Such a file is refused
/// here. Bytes that the decoder would only complain about are left out.
/// </summary>
internal unsafe ref struct JpegScans
{
    private const int Frame = 0xC0,
        ExtendedFrame = 0xC1,
        ProgressiveFrame = 0xC2,
        Tables = 0xC4,
        Start = 0xDA,
        Restarts = 0xDD;
    private const int FirstRestart = 0xD0,
        LastRestart = 0xD7,
        EndOfImage = 0xD9;

    // One block takes at most 64 codes of 16 bits and 64 numbers of 15; the end of the data is looked at once a block.
    private const int Margin = 512;

    // The tables that the standard proposes (annex K.3): Motion JPEG leaves them out.
    private const string StandardTables =
        "AAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJ"
        + "ChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4"
        + "ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+gEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoLEQACAQIEBAMEBwUEBAAB"
        + "AncAAQIDEQQFITEGEkFRB2FxEyIygQgUQpGhscEJIzNS8BVictEKFiQ04SXxFxgZGiYnKCkqNTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlq"
        + "c3R1dnd4eXqCg4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2dri4+Tl5ufo6ery8/T19vf4+fo=";

    private static readonly JpegHuffmanTable?[] StandardDc = new JpegHuffmanTable[4],
        StandardAc = new JpegHuffmanTable[4];

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _name;
    private readonly JpegHuffmanTable?[] _dc = [.. StandardDc],
        _ac = [.. StandardAc];
    private JpegComponent[] _components = [];
    private bool _progressive;
    private int _width,
        _height,
        _restartUnits;
    private PooledBytes _plain;
    private int _kept;

    static JpegScans() => _ = ReadTables(Convert.FromBase64String(StandardTables), StandardDc, StandardAc);

    private JpegScans(ReadOnlySpan<byte> bytes, string name)
    {
        _bytes = bytes;
        _name = name;
    }

    /// <summary>Refuses a file that lost part of its picture.</summary>
    /// <param name="bytes">A file whose markers and size have been checked.</param>
    /// <param name="name">What errors call it.</param>
    /// <returns>The file without the bytes that belong to nothing; none when every byte does.</returns>
    public static PooledBytes Plain(ReadOnlySpan<byte> bytes, string name)
    {
        var scans = new JpegScans(bytes, name);
        var done = false;
        try
        {
            scans.Follow();
            done = true;
            return scans._plain;
        }
        finally
        {
            if (!done)
                scans._plain.Dispose();
        }
    }

    private void Follow()
    {
        for (var at = 2; ; )
        {
            var marker = at;
            while (_bytes[marker] != 0xFF || _bytes[marker + 1] is 0 or 0xFF)
                marker +=
                    _bytes[marker] == 0xFF && _bytes[marker + 1] == 0xFF ? 1
                    : _bytes[marker] == 0xFF ? 2
                    : 1;
            // Fill bytes, FF, may stand before a marker; nothing else may.
            LeaveOut(at, _bytes[at..marker].ContainsAnyExcept((byte)0xFF) ? marker : at);
            int kind = _bytes[marker + 1];
            at = marker + 2;
            if (kind == EndOfImage)
            {
                Finish();
                return;
            }
            if (kind is 1 or >= FirstRestart and <= LastRestart)
                continue;
            var segment = _bytes.Slice(at + 2, BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]) - 2);
            at += segment.Length + 2;
            switch (kind)
            {
                case Frame or ExtendedFrame or ProgressiveFrame:
                    ReadFrame(segment, kind == ProgressiveFrame, marker);
                    break;
                case Tables when !ReadTables(segment, _dc, _ac):
                    throw Damaged("Huffman table", marker);
                case Restarts when segment.Length >= 2:
                    _restartUnits = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                // Arithmetic codes and lossless frames are so rare that the decoder's word has to do.
                case Start when _components.Length == 0:
                    Finish();
                    return;
                case Start:
                    at = FollowScan(segment, at, marker);
                    break;
            }
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> segment, bool progressive, int at)
    {
        var count = segment.Length > 5 ? segment[5] : 0;
        if (count is 0 or > 4 || segment.Length < 6 + 3 * count)
            throw Damaged("frame header", at);
        (_progressive, _height, _width) = (
            progressive,
            BinaryPrimitives.ReadUInt16BigEndian(segment[1..]),
            BinaryPrimitives.ReadUInt16BigEndian(segment[3..])
        );
        _components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var (across, down) = (segment[7 + 3 * i] >> 4, segment[7 + 3 * i] & 15);
            if (across is 0 or > 4 || down is 0 or > 4)
                throw Damaged("frame header", at);
            _components[i] = new(segment[6 + 3 * i], across, down);
        }
        var (mostAcross, mostDown) = (_components.Max(one => one.Across), _components.Max(one => one.Down));
        foreach (var component in _components)
            (component.Columns, component.Rows) = (Blocks(_width, component.Across, mostAcross), Blocks(_height, component.Down, mostDown));

        static int Blocks(int pixels, int share, int most) => (int)(((long)pixels * share + 8L * most - 1) / (8L * most));
    }

    private static bool ReadTables(ReadOnlySpan<byte> segment, JpegHuffmanTable?[] dc, JpegHuffmanTable?[] ac)
    {
        while (!segment.IsEmpty)
        {
            var place = segment[0];
            if ((place & 0xEF) > 3 || JpegHuffmanTable.Read(segment[1..]) is not { } read)
                return false;
            (place < 16 ? dc : ac)[place & 3] = read.Table;
            segment = segment[(1 + read.Bytes)..];
        }
        return true;
    }

    /// <summary>The position behind the scan's data.</summary>
    private int FollowScan(ReadOnlySpan<byte> header, int at, int marker)
    {
        var count = header.IsEmpty ? 0 : header[0];
        if (count is 0 or > 4 || header.Length < 4 + 2 * count)
            throw Damaged("scan header", marker);
        var scan = new Scan
        {
            Parts = new Part[count],
            First = header[1 + 2 * count],
            Last = header[2 + 2 * count],
            Refines = header[3 + 2 * count] >> 4 != 0,
        };
        for (var i = 0; i < count; i++)
        {
            var id = header[1 + 2 * i];
            var component = Array.Find(_components, one => one.Id == id && !scan.Parts.Take(i).Any(part => part.Component == one));
            var (dc, ac) = (header[2 + 2 * i] >> 4, header[2 + 2 * i] & 15);
            if (component is null || dc > 3 || ac > 3)
                throw Damaged("scan header", marker);
            scan.Parts[i] = new(component, _dc[dc]!, _ac[ac]!);
        }
        if (
            _progressive
            && (scan.First > scan.Last || scan.Last > 63 || (scan.First == 0) != (scan.Last == 0) || (scan.First > 0 && count > 1))
        )
            throw Damaged("scan header", marker);
        foreach (var part in scan.Parts)
        {
            if (
                (!_progressive || (scan.First == 0 && !scan.Refines)) && part.Dc is null
                || ((!_progressive || scan.First > 0) && part.Ac is null)
            )
                throw new ImagingException(_name, $"the JPEG scan at byte {marker} names a Huffman table that the file does not have");
            if (_progressive && scan.First > 0)
                part.Component.Coefficients ??= new ulong[part.Component.Columns * part.Component.Rows];
        }
        return FollowIntervals(scan, at);
    }

    private int FollowIntervals(Scan scan, int at)
    {
        var one = scan.Parts.Length == 1 ? scan.Parts[0].Component : null;
        var columns = one?.Columns ?? Units(_width, _components.Max(component => component.Across));
        var units = (long)columns * (one?.Rows ?? Units(_height, _components.Max(component => component.Down)));
        for (long unit = 0; ; at += 2)
        {
            var end = EndOfInterval(at);
            var last = _restartUnits == 0 ? units : Math.Min(units, unit + _restartUnits);
            var used = FollowInterval(scan, at, end, columns, unit, last);
            LeaveOut(used, end);
            if (last == units)
                return end;
            while (_bytes[end + 1] == 0xFF)
                end++;
            if (_bytes[end + 1] != FirstRestart + (unit / _restartUnits & 7))
                throw Lost();
            (unit, at) = (last, end);
        }

        static int Units(int pixels, int most) => (pixels + 8 * most - 1) / (8 * most);
    }

    /// <summary>The next marker, with the fill bytes before it.</summary>
    private readonly int EndOfInterval(int at)
    {
        while (true)
        {
            at += _bytes[at..].IndexOf((byte)0xFF);
            var next = at + _bytes[at..].IndexOfAnyExcept((byte)0xFF);
            if (_bytes[next] != 0)
                return at;
            at = next + 1;
        }
    }

    /// <summary>Follows the codes of some units, and gives the position behind the last byte that they needed.</summary>
    private readonly int FollowInterval(Scan scan, int at, int end, int columns, long unit, long lastUnit)
    {
        var rented = ArrayPool<byte>.Shared.Rent(end - at + Margin);
        try
        {
            var length = Unstuff(_bytes[at..end], rented);
            rented.AsSpan(length, Margin).Clear();
            var reader = new Reader { Bits = 8L * length };
            fixed (byte* data = rented)
            {
                reader.Data = data;
                for (; unit < lastUnit; unit++)
                    if (!FollowUnit(scan, ref reader, unit, columns))
                        throw Lost();
            }
            var used = (int)((reader.Bit + 7) / 8);
            return used == length ? end : at + Stuffed(_bytes[at..end], used);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private readonly bool FollowUnit(Scan scan, ref Reader reader, long unit, int columns)
    {
        if (_progressive)
        {
            if (scan.First > 0)
                return scan.Refines ? RefineBlock(scan, ref reader, unit) : FirstBlock(scan, ref reader, unit);
            foreach (var part in scan.Parts)
                for (var i = BlocksOf(scan, part); i > 0; i--)
                    if (!(scan.Refines ? reader.Skip(1) : DcOfBlock(part, ref reader)))
                        return false;
            return true;
        }
        foreach (var part in scan.Parts)
            for (var i = BlocksOf(scan, part); i > 0; i--)
                if (!SequentialBlock(part, ref reader))
                    return false;
        return true;
    }

    private static int BlocksOf(Scan scan, Part part) => scan.Parts.Length == 1 ? 1 : part.Component.Across * part.Component.Down;

    private static bool DcOfBlock(Part part, ref Reader reader)
    {
        var size = part.Dc.Next(reader.Data, ref reader.Bit);
        return size is >= 0 and <= 15 && reader.Skip(size);
    }

    private static bool SequentialBlock(Part part, ref Reader reader)
    {
        if (!DcOfBlock(part, ref reader))
            return false;
        var data = reader.Data;
        var (bit, table) = (reader.Bit, part.Ac);
        for (var k = 1; k < 64; k++)
        {
            var symbol = table.Next(data, ref bit);
            if (symbol < 0)
                return false;
            bit += symbol & 15;
            if ((symbol & 15) == 0 && symbol != 0xF0)
                break;
            k += symbol >> 4;
        }
        reader.Bit = bit;
        return bit <= reader.Bits;
    }

    // First pass over a band of coefficients (annex G.1.2.2). A run of blocks without any more is one code.
    private static bool FirstBlock(Scan scan, ref Reader reader, long block)
    {
        if (reader.EmptyBlocks > 0)
        {
            reader.EmptyBlocks--;
            return true;
        }
        var part = scan.Parts[0];
        ref var coefficients = ref part.Component.Coefficients![block];
        for (var k = scan.First; k <= scan.Last; k++)
        {
            var symbol = part.Ac.Next(reader.Data, ref reader.Bit);
            if (symbol < 0)
                return false;
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                reader.EmptyBlocks = (1 << run) + reader.Take(run) - 1;
                break;
            }
            k += run;
            reader.Bit += size;
            if (size > 0 && k < 64)
                coefficients |= 1UL << k;
        }
        return reader.Bit <= reader.Bits;
    }

    // Later passes (annex G.1.2.3): one bit more for every coefficient that is not zero, and new ones between them.
    private static bool RefineBlock(Scan scan, ref Reader reader, long block)
    {
        var part = scan.Parts[0];
        ref var coefficients = ref part.Component.Coefficients![block];
        var k = scan.First;
        for (; reader.EmptyBlocks == 0 && k <= scan.Last; k++)
        {
            var symbol = part.Ac.Next(reader.Data, ref reader.Bit);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (symbol < 0 || size > 1)
                return false;
            if (size == 0 && run < 15)
            {
                reader.EmptyBlocks = (1 << run) + reader.Take(run);
                break;
            }
            reader.Bit += size;
            for (; k <= scan.Last; k++)
            {
                if ((coefficients >> k & 1) != 0)
                    reader.Bit++;
                else if (--run < 0)
                    break;
            }
            if (size > 0 && k < 64)
                coefficients |= 1UL << k;
        }
        if (reader.EmptyBlocks > 0)
        {
            if (k <= scan.Last)
                reader.Bit += BitOperations.PopCount(coefficients >> k << k << (63 - scan.Last));
            reader.EmptyBlocks--;
        }
        return reader.Bit <= reader.Bits;
    }

    /// <summary>Undoes that FF is written as FF 00; gives the number of bytes.</summary>
    private static int Unstuff(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        var length = 0;
        while (true)
        {
            var next = bytes.IndexOf((byte)0xFF);
            if (next < 0)
            {
                bytes.CopyTo(target[length..]);
                return length + bytes.Length;
            }
            bytes[..(next + 1)].CopyTo(target[length..]);
            length += next + 1;
            bytes = bytes[(next + 1)..];
            bytes = bytes[(bytes.IndexOf((byte)0) + 1)..];
        }
    }

    /// <summary>How many bytes of a file make so many of its data.</summary>
    private static int Stuffed(ReadOnlySpan<byte> bytes, int count)
    {
        var at = 0;
        for (; count > 0; count--, at++)
            if (bytes[at] == 0xFF)
                at += bytes[at..].IndexOf((byte)0);
        return at;
    }

    private void LeaveOut(int from, int to)
    {
        if (from >= to)
            return;
        if (_plain.IsNone)
            _plain = new(_bytes.Length);
        _plain.Append(_bytes[_kept..from]);
        _kept = to;
    }

    private void Finish()
    {
        if (!_plain.IsNone)
            _plain.Append(_bytes[_kept..]);
    }

    private readonly ImagingException Lost() =>
        new(_name, "its JPEG data are damaged and part of the picture is lost; fetch or write it again");

    private readonly ImagingException Damaged(string what, int at) =>
        new(_name, $"the JPEG {what} at byte {at} is damaged; fetch or write it again");

    private readonly record struct Part(JpegComponent Component, JpegHuffmanTable Dc, JpegHuffmanTable Ac);

    private readonly struct Scan
    {
        public required Part[] Parts { get; init; }

        public required int First { get; init; }

        public required int Last { get; init; }

        public required bool Refines { get; init; }
    }

    private struct Reader
    {
        public byte* Data;
        public long Bit,
            Bits;
        public int EmptyBlocks;

        public bool Skip(int bits) => (Bit += bits) <= Bits;

        public int Take(int bits)
        {
            var value = bits == 0 ? 0 : (int)(JpegHuffmanTable.Peek(Data, Bit) >> (64 - bits));
            Bit += bits;
            return value;
        }
    }
}
