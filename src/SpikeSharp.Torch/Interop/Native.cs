using System.Reflection;
using System.Runtime.InteropServices;

namespace SpikeSharp.Torch.Interop;

internal static unsafe partial class Native
{
    private const string Library = "spikesharp_torch";

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);

    [LibraryImport(Library)] private static partial byte* ss_last_error();
    [LibraryImport(Library)] public static partial byte* ss_version();
    [LibraryImport(Library)] public static partial int ss_cuda_devices();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial nint ss_op(string name, string overload);
    [LibraryImport(Library)] public static partial byte* ss_op_schema(nint op);
    [LibraryImport(Library)] public static partial int ss_call(nint op, NativeValue* arguments, int count, NativeValue** results);
    [LibraryImport(Library)] public static partial void ss_free(nint tensor);
    [LibraryImport(Library)] public static partial nint ss_copy_reference(nint tensor);
    [LibraryImport(Library)] public static partial int ss_info(nint tensor, NativeInfo* info);
    [LibraryImport(Library)] public static partial nint ss_data(nint tensor);
    [LibraryImport(Library)] public static partial int ss_set_requires_grad(nint tensor, int on);
    [LibraryImport(Library)] public static partial int ss_grad(nint tensor, nint* grad);
    [LibraryImport(Library)] public static partial int ss_set_grad(nint tensor, nint grad);
    [LibraryImport(Library)] public static partial int ss_backward(nint tensor, nint grad);
    [LibraryImport(Library)] public static partial int ss_grad_mode(int on);
    [LibraryImport(Library)] public static partial int ss_seed(ulong seed);
    [LibraryImport(Library)] public static partial int ss_threads(int count);

    /// <summary>The message of the last failed call on this thread.</summary>
    public static string LastError => Marshal.PtrToStringUTF8((nint)ss_last_error()) ?? "";

    public static void Check(int status, string what)
    {
        if (status < 0) throw new TorchException(what, LastError);
    }

    // A missing library otherwise surfaces as a bare TypeInitializationException: say what was tried and the loader's own reason.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return 0;
        var file = $"lib{Library}.so";
        var tried = new List<string>();
        foreach (var folder in new[] { Environment.GetEnvironmentVariable("SPIKESHARP_NATIVE"), AppContext.BaseDirectory, Path.GetDirectoryName(assembly.Location) }.Distinct())
        {
            if (string.IsNullOrEmpty(folder)) continue;
            var candidate = Path.Combine(folder, file);
            try
            {
                return NativeLibrary.Load(candidate);
            }
            catch (DllNotFoundException e)
            {
                tried.Add($"{candidate}: {(File.Exists(candidate) ? e.Message.ReplaceLineEndings(" ") : "no such file")}");
            }
        }
        throw new TorchException("load", $"the native library {file} could not be loaded; tried {string.Join("; ", tried)}. Run ./spikesharp doctor");
    }
}
