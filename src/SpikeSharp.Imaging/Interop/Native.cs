using System.Runtime.InteropServices;

namespace SpikeSharp.Imaging.Interop;

/// <summary>The C interface of native/imaging. Blittable types and UTF-8 text only; sizes are checked by the callers.</summary>
internal static unsafe partial class Native
{
    private const string Library = NativeLibraryFile.Name;
    private const int Done = 0, NoMemory = 2, End = 3;

    static Native() => NativeLibraryFile.Register();

    /// <summary>Throws what a result other than "done" means; <paramref name="subject"/> names the file or the operation.</summary>
    public static void Check(int result, string subject)
    {
        if (result == Done)
            return;
        if (result == NoMemory)
            throw new OutOfMemoryException($"No memory left for '{subject}'.");
        var reason = Marshal.PtrToStringUTF8(imaging_error());
        throw new ImagingException(subject,
            string.IsNullOrWhiteSpace(reason) ? "OpenCV refuses without saying why" : reason.Trim().TrimEnd('.'));
    }

    /// <summary>As <see cref="Check"/>, but false at the end of a video.</summary>
    public static bool CheckMore(int result, string subject)
    {
        if (result == End)
            return false;
        Check(result, subject);
        return true;
    }

    [LibraryImport(Library)] private static partial nint imaging_error();
    [LibraryImport(Library)] public static partial long imaging_live_handles();
    [LibraryImport(Library)] public static partial nint imaging_version();

    [LibraryImport(Library)]
    public static partial int imaging_decode(byte* bytes, int length, out nint decoded, out int width, out int height);

    [LibraryImport(Library)] public static partial int imaging_decoded_take(nint decoded, byte* pixels);
    [LibraryImport(Library)] public static partial void imaging_decoded_free(nint decoded);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int imaging_encode(
        byte* pixels, int width, int height, string extension, int quality, out nint encoded, out byte* bytes, out long length);

    [LibraryImport(Library)] public static partial void imaging_encoded_free(nint encoded);

    [LibraryImport(Library)]
    public static partial int imaging_resize(
        byte* source, int sourceWidth, int sourceHeight, int sourceStride, byte* target, int width, int height, int stride,
        int interpolation);

    [LibraryImport(Library)]
    public static partial int imaging_warp_affine(
        byte* source, int sourceWidth, int sourceHeight, byte* target, int width, int height, double* matrix, int border);

    [LibraryImport(Library)] public static partial int imaging_hsv_tables(byte* pixels, int width, int height, byte* tables);
    [LibraryImport(Library)] public static partial int imaging_flip(byte* pixels, int width, int height, int horizontal);
    [LibraryImport(Library)] public static partial int imaging_to_planes(byte* pixels, int width, int height, byte* planes);

    [LibraryImport(Library)]
    public static partial int imaging_polyline(byte* pixels, int width, int height, int* xy, int count, int closed, int rgb, int thickness);

    [LibraryImport(Library)]
    public static partial int imaging_fill_polygon(byte* pixels, int width, int height, int* xy, int count, int rgb);

    [LibraryImport(Library)]
    public static partial int imaging_circle(byte* pixels, int width, int height, int x, int y, int radius, int rgb, int thickness);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int imaging_text(
        byte* pixels, int width, int height, string text, int x, int y, double scale, int rgb, int thickness);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int imaging_text_size(string text, double scale, int thickness, out int width, out int height, out int below);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int imaging_video_open(
        string path, out nint video, out int width, out int height, out double rate, out double frames);

    [LibraryImport(Library)] public static partial int imaging_video_read(nint video, byte* pixels, int width, int height);
    [LibraryImport(Library)] public static partial int imaging_video_skip(nint video);
    [LibraryImport(Library)] public static partial void imaging_video_close(nint video);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int imaging_writer_open(string path, string codec, double rate, int width, int height, out nint writer);

    [LibraryImport(Library)] public static partial int imaging_writer_write(nint writer, byte* pixels, int width, int height);
    [LibraryImport(Library)] public static partial void imaging_writer_close(nint writer);
}
