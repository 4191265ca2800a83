using System.Runtime.InteropServices;
using SpikeSharp.Imaging.Interop;

namespace SpikeSharp.Imaging;

/// <summary>The library that does the work.</summary>
public static class OpenCv
{
    /// <summary>Its version, such as 4.6.0.</summary>
    /// <exception cref="ImagingException">The native library cannot be loaded: names the paths tried, and why.</exception>
    public static string Version => Marshal.PtrToStringUTF8(Native.imaging_version())!;
}
