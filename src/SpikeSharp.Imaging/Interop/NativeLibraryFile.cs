using System.Runtime.InteropServices;

namespace SpikeSharp.Imaging.Interop;

/// <summary>Finds and loads libspikesharp_imaging.so: beside the program first, then where the system's loader looks.</summary>
internal static class NativeLibraryFile
{
    public const string Name = "spikesharp_imaging";
    private const string File = "libspikesharp_imaging.so";

    public static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraryFile).Assembly, static (name, _, _) =>
            name == Name ? Load([Path.Combine(AppContext.BaseDirectory, File), File]) : 0);

    /// <summary>Loads the first of the paths that can be loaded, and readies OpenCV (no printing, no threads of its own).</summary>
    /// <exception cref="ImagingException">None can: names each with the loader's reason.</exception>
    public static unsafe nint Load(IReadOnlyList<string> paths)
    {
        var reasons = new List<string>();
        foreach (var path in paths)
        {
            try
            {
                var library = NativeLibrary.Load(path);
                ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, "imaging_initialise"))();
                return library;
            }
            catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
            {
                reasons.Add($"{path} ({error.Message.ReplaceLineEndings(" ").Trim()})");
            }
        }
        throw new ImagingException(File,
            $"the native imaging library cannot be loaded, tried {string.Join("; ", reasons)}; "
            + "run ./spikesharp doctor to see what is missing");
    }
}
