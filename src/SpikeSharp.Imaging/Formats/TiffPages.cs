using System.Buffers.Binary;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Imaging.Formats;

/// <summary>A picture of many channels as the pages of a TIFF file, one grey page a channel: how multispectral cameras store it.</summary>
internal static class TiffPages
{
    /// <summary>Reads the pages and puts their pixels side by side.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="channels">As many pages as there must be.</param>
    /// <exception cref="ImagingException">It is no TIFF file, has other pages, or is damaged.</exception>
    public static Image Decode(ReadOnlySpan<byte> bytes, string name, int channels)
    {
        if (bytes is not ([(byte)'I', (byte)'I', 42, 0, _, _, _, _, ..] or [(byte)'M', (byte)'M', 0, 42, _, _, _, _, ..]))
            throw new ImagingException(
                name,
                $"the network wants {channels} channels; a picture of that many is a TIFF file with a grey page a channel"
            );
        var littleEndian = bytes[0] == 'I';
        var pages = Directories(bytes, name, littleEndian);
        if (pages.Count != channels)
            throw new ImagingException(
                name,
                $"the TIFF file has {pages.Count} pages, the network wants {channels} channels, a grey page each"
            );
        // Each page is read as the first of a file of its own: the header's one field says where the first begins.
        var file = bytes.ToArray();
        Image? picture = null;
        for (var c = 0; c < channels; c++)
        {
            WriteOffset(file.AsSpan(4), pages[c], littleEndian);
            var page = Image.Decode(file, name, channels: 1);
            if ((long)page.Width * page.Height * channels > Array.MaxLength)
                throw new ImagingException(
                    name,
                    $"{channels} pages of {page.Width}x{page.Height} pixels are more than the 2 GiB that a picture may have"
                );
            picture ??= new Image(page.Width, page.Height, channels);
            if ((page.Width, page.Height) != (picture.Width, picture.Height))
                throw new ImagingException(
                    name,
                    $"page {c + 1} has {page.Width}x{page.Height} pixels, the first {picture.Width}x{picture.Height}"
                );
            for (var i = 0; i < page.Pixels.Length; i++)
                picture.Pixels[i * channels + c] = page.Pixels[i];
        }
        return picture!;
    }

    // Where the directory of each page begins; a directory ends with the place of the next, 0 for none.
    private static List<uint> Directories(ReadOnlySpan<byte> bytes, string name, bool littleEndian)
    {
        var pages = new List<uint>();
        for (var at = Long(bytes[4..]); at != 0; )
        {
            if (pages.Count == Input.MaxChannels)
                throw new ImagingException(name, $"the TIFF file has more than {Input.MaxChannels} pages");
            if (at > bytes.Length - 2 || at + 2L + 12L * Short(bytes[(int)at..]) + 4 > bytes.Length)
                throw ImageHeader.Truncated(name, bytes.Length, $"the directory of page {pages.Count + 1}");
            pages.Add(at);
            at = Long(bytes[((int)at + 2 + 12 * Short(bytes[(int)at..]))..]);
        }
        return pages;

        ushort Short(ReadOnlySpan<byte> at) =>
            littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
        uint Long(ReadOnlySpan<byte> at) =>
            littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
    }

    private static void WriteOffset(Span<byte> at, uint offset, bool littleEndian)
    {
        if (littleEndian)
            BinaryPrimitives.WriteUInt32LittleEndian(at, offset);
        else
            BinaryPrimitives.WriteUInt32BigEndian(at, offset);
    }
}
