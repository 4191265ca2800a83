using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace SpikeSharp.Torch.Interop;

internal static unsafe partial class Native
{
    private const string Library = "spikesharp_torch";

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);

    [LibraryImport(Library)]
    private static partial byte* ss_last_error();

    [LibraryImport(Library)]
    public static partial byte* ss_version();

    [LibraryImport(Library)]
    public static partial int ss_cuda_devices();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ss_op(string name, string overload);

    [LibraryImport(Library)]
    public static partial byte* ss_op_schema(nint op);

    [LibraryImport(Library)]
    public static partial int ss_call(nint op, NativeValue* arguments, int count, NativeValue** results);

    [LibraryImport(Library)]
    public static partial void ss_free(nint tensor);

    [LibraryImport(Library)]
    public static partial int ss_info(nint tensor, NativeInfo* info);

    [LibraryImport(Library)]
    public static partial nint ss_data(nint tensor);

    [LibraryImport(Library)]
    public static partial int ss_set_requires_grad(nint tensor, int on);

    [LibraryImport(Library)]
    public static partial int ss_grad(nint tensor, nint* grad);

    [LibraryImport(Library)]
    public static partial int ss_set_grad(nint tensor, nint grad);

    [LibraryImport(Library)]
    public static partial int ss_backward(nint tensor, nint grad);

    [LibraryImport(Library)]
    public static partial int ss_grad_mode(int on);

    [LibraryImport(Library)]
    public static partial int ss_seed(ulong seed);

    [LibraryImport(Library)]
    public static partial int ss_threads(int count);

    /// <summary>The message of the last failed call on this thread.</summary>
    public static string LastError => Marshal.PtrToStringUTF8((nint)ss_last_error()) ?? "";

    public static int Check(int status, string what) => status >= 0 ? status : throw new TorchException(what, LastError);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name != Library
            ? 0
            : Load([
                Environment.GetEnvironmentVariable("SPIKESHARP_NATIVE"),
                AppContext.BaseDirectory,
                Path.GetDirectoryName(assembly.Location),
            ]);

    // OpenBLAS asks the processor for its model and falls back to its oldest kernel, four times slower, where it does not know the number
    // (most virtual machines, anything newer than the package). We tell it what the instructions are, unless the user already did. libtorch
    // reads the C library's environment, of which .NET keeps a copy, so that Environment.SetEnvironmentVariable would not reach it.
    private static void NameProcessor()
    {
        var core =
            Avx512F.IsSupported && Avx512DQ.IsSupported && Avx512BW.IsSupported ? "SKYLAKEX"
            : Avx2.IsSupported && Fma.IsSupported ? "HASWELL"
            : null;
        if (core is not null && OperatingSystem.IsLinux())
        {
            _ = setenv("OPENBLAS_CORETYPE", core, 0);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    // A missing library otherwise surfaces as a bare DllNotFoundException: say what was tried and the loader's own reason.
    internal static nint Load(IEnumerable<string?> folders)
    {
        const string File = $"lib{Library}.so";
        NameProcessor();
        var tried = new List<string>();
        foreach (
            var candidate in folders.Where(f => !string.IsNullOrEmpty(f)).Select(f => Path.GetFullPath(Path.Combine(f!, File))).Distinct()
        )
        {
            try
            {
                return NativeLibrary.Load(candidate);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                tried.Add($"{candidate}: {(Path.Exists(candidate) ? e.Message.ReplaceLineEndings(" ") : "no such file")}");
            }
        }
        var attempts = string.Join("; ", tried);
        throw new TorchException("load", $"the native library {File} could not be loaded; tried {attempts}. Run ./spikesharp doctor");
    }
}
