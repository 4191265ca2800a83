using System.Runtime.InteropServices;
using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

/// <summary>What holds for the whole process: versions, threads, seed.</summary>
public static unsafe class TorchRuntime
{
    /// <summary>libtorch's version, ABI, parallel back end and build settings, one fact a line.</summary>
    public static string Version =>
        Marshal.PtrToStringUTF8((nint)Native.ss_version()) ?? throw new TorchException("version", Native.LastError);

    /// <summary>Number of CUDA devices; 0 without a GPU or with a libtorch built for CPUs.</summary>
    public static int CudaDevices => Native.Check(Native.ss_cuda_devices(), "device_count");

    /// <summary>
    /// Threads one operator uses on the CPU, for calls from this thread and from those that have not called libtorch yet.
    /// Results depend on it in the last bits: keep it for an exact resume.
    /// </summary>
    public static int Threads
    {
        get => Native.Check(Native.ss_threads(0), "get_num_threads");
        set => Native.Check(Native.ss_threads(Math.Max(1, value)), "set_num_threads");
    }

    /// <summary>Seeds every generator of libtorch.</summary>
    public static void Seed(ulong seed) => Native.Check(Native.ss_seed(seed), "manual_seed");
}
