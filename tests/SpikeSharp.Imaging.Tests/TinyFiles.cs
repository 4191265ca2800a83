using System.Buffers.Binary;
using OpenCvSharp;

namespace SpikeSharp.Imaging.Tests;

/// <summary>Files that Image does not write itself.</summary>
internal static class TinyFiles
{
    /// <summary>13x9, one channel, 16·x + y, quality 90.</summary>
    public const string GreyJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGB"
        + "YUGBIUFRT/wAALCAAJAA0BAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIh"
        + "MUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhI"
        + "WGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APkj"
        + "9m22/wCPXj0r9NvhRbf8U2vHp/KvzV/Zt/5dfwr9NvhR/wAi2v4fyr//2Q==";

    /// <summary>13x9, one channel of 16 bits, 257·(16·x + y).</summary>
    public const string Grey16Png =
        "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJEAAAAACcgSX1AAAALklEQVQIHXXBwQEAIAjEMKooPm//aZ2gCVURQARrRbB3BN0RnBPBvRHMRPBexA"
        + "d5sA3S9raTMgAAAABJRU5ErkJggg==";

    /// <summary>24x16, several scans, restart markers.</summary>
    public const string ProgressiveJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDA"
        + "sKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wgARCAAQ"
        + "ABgDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAYIB//EABYBAQEBAAAAAAAAAAAAAAAAAAYEB//dAAQAAf/aAAwDAQACEAMQAAABmp"
        + "w2ZwgL/wD/0EkpcBbD/8QAFhAAAwAAAAAAAAAAAAAAAAAAAAQG/9oACAEBAAEFAkpQ/9BKVP/RSlD/0kpU/9NKUP/USlD/xAAaEQACAgMAAAAA"
        + "AAAAAAAAAAAABgEiBSQy/9oACAEDAQE/AVJ95sf/0MW+6kWP/8QAGhEAAgIDAAAAAAAAAAAAAAAAAAYDBCMyYv/aAAgBAgEBPwG+4dH/0J3DJs"
        + "f/xAAVEAEBAAAAAAAAAAAAAAAAAAAAM//aAAgBAQAGPwKb/9Cb/9Gb/9Kb/9Ob/9Sb/8QAFhAAAwAAAAAAAAAAAAAAAAAAADHB/9oACAEBAAE/"
        + "IVSf/9Bcn//RVJ//0lyf/9NUn//UVJ//2gAMAwEAAgADAAAAEDP/0Pf/xAAXEQEAAwAAAAAAAAAAAAAAAAAAQaHh/9oACAEDAQE/EKmX/9DZv/"
        + "/EABcRAAMBAAAAAAAAAAAAAAAAAAAhwTH/2gAIAQIBAT8Q3o//0GqP/8QAFxABAQEBAAAAAAAAAAAAAAAAAAFBEf/aAAgBAQABPxC2T//Q4r//"
        + "0ZbP/9Kb/wD/07ZP/9S2T//Z";

    /// <summary>A JPEG file with an EXIF segment: an orientation, and a thumbnail that ends as images end.</summary>
    public static byte[] WithExif(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            .. "Exif\0\0"u8,
            .. "MM"u8,
            0,
            42,
            0,
            0,
            0,
            8, // big endian, first directory at byte 8
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            orientation,
            0,
            0,
            0,
            0,
            0,
            0, // one entry: tag 0x112, one short
            0xFF,
            0xD8,
            0xFF,
            0xD9,
        ];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg.AsSpan(2)];
    }

    /// <summary>A JPEG file with several scans, or with a restart marker after so many units.</summary>
    public static byte[] Jpeg(Image image, bool progressive, int restarts)
    {
        using var pixels = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, image.Pixels);
        Cv2.ImEncode(
            ".jpg",
            pixels,
            out var bytes,
            [(int)ImwriteFlags.JpegProgressive, progressive ? 1 : 0, (int)ImwriteFlags.JpegRstInterval, restarts]
        );
        return bytes;
    }

    /// <summary>The header of a bitmap without its pixels.</summary>
    public static byte[] BmpOf(int width, int height)
    {
        var file = new byte[54];
        "BM"u8.CopyTo(file);
        file[10] = 54;
        file[14] = 40;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        file[26] = 1;
        file[28] = 24;
        return file;
    }
}
