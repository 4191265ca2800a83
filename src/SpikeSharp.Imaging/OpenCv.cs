using System.Runtime.InteropServices;
using OpenCvSharp;
using OpenCvSharp.Internal;

namespace SpikeSharp.Imaging;

/// <summary>The library that does the work.</summary>
public static partial class OpenCv
{
    private const string Library = "OpenCvSharpExtern";

    // Null when OpenCV is ready; found out once, at the first use.
    private static readonly string? Refusal = Load(Library);

    /// <summary>Its version, such as 4.13.0.</summary>
    /// <exception cref="ImagingException">The native library cannot be loaded: names the loader's reason and what to type.</exception>
    public static string Version
    {
        get
        {
            Require();
            return Cv2.GetVersionString()!;
        }
    }

    /// <summary>Every use of OpenCV begins here: without its library .NET would only name a type that has no initialiser.</summary>
    internal static void Require()
    {
        if (Refusal is not null)
            throw new ImagingException(Library, Refusal);
    }

    /// <summary>Throws what a result other than "no exception" means.</summary>
    /// <param name="status">What one of OpenCvSharp's C functions gave.</param>
    /// <param name="subject">The file or the operation.</param>
    internal static void Check(ExceptionStatus status, string subject)
    {
        if (status == ExceptionStatus.NotOccurred)
            return;
        try
        {
            NativeMethods.HandleException(status);
        }
        catch (OpenCVException error)
        {
            throw Explain(error, subject);
        }
    }

    /// <summary>OpenCV's own message without its version, file and line, which help nobody who only has a bad file.</summary>
    internal static Exception Explain(OpenCVException error, string subject) =>
        error.Status == ErrorCode.StsNoMem ? new OutOfMemoryException($"No memory left for '{subject}'.")
        : string.IsNullOrWhiteSpace(error.ErrMsg) ? new ImagingException(subject, "OpenCV refuses without saying why")
        : new ImagingException(subject, error.ErrMsg.Trim().TrimEnd('.'));

    /// <summary>Loads the library and readies it: it prints nothing and starts no threads of its own, since loader threads call it in
    /// parallel.</summary>
    /// <returns>Null, or why it cannot be used and what to do.</returns>
    internal static string? Load(string library)
    {
        try
        {
            NativeLibrary.Load(library, typeof(Mat).Assembly, null);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            return $"OpenCV's native library cannot be loaded: {Reason(error.Message, library)}; on Debian and Ubuntu type "
                + "'sudo apt-get install libgtk-3-0', on other systems than Linux x64 add the OpenCvSharp4 runtime package of that system";
        }
        // FFmpeg tells its own story of a bad file on stderr; OpenCV takes the level from the C environment at its first use.
        if (OperatingSystem.IsLinux())
            _ = SetEnvironment("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
        Cv2.SetLogLevel(LogLevel.SILENT);
        Cv2.SetNumThreads(0);
        return null;
    }

    /// <summary>The loader tries many paths, a line each. The line of the file that is there has the reason; where none is, the first line
    /// says so.</summary>
    private static string Reason(string message, string library)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var name = Path.GetFileNameWithoutExtension(library);
        return Array.Find(lines[1..], line =>
            !(line.Contains(name, StringComparison.Ordinal) && line.Contains("cannot open shared", StringComparison.Ordinal))
        ) ?? lines[0].Split(". ")[0];
    }

    // Environment.SetEnvironmentVariable does not reach native code.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
