namespace SpikeSharp.Imaging.Formats;

/// <summary>One colour of a JPEG frame, in blocks of 8×8.</summary>
/// <param name="id">What scans call it.</param>
/// <param name="across">Its blocks in a unit of an interleaved scan, horizontally.</param>
/// <param name="down">The same vertically.</param>
internal sealed class JpegComponent(byte id, int across, int down)
{
    public byte Id { get; } = id;

    public int Across { get; } = across;

    public int Down { get; } = down;

    /// <summary>Blocks in a row of a scan of this component alone.</summary>
    public int Columns { get; set; }

    /// <summary>Rows of blocks of a scan of this component alone.</summary>
    public int Rows { get; set; }

    /// <summary>
    /// A bit for each of the 64 coefficients of each block, in zigzag order: whether it is other than zero so far. A progressive file
    /// corrects only those.
    /// </summary>
    public ulong[]? Coefficients { get; set; }
}
