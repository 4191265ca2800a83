using System.Runtime.InteropServices;

namespace SpikeSharp.Testing;

/// <summary>
/// The processor time of the calling thread: what a computation takes, however busy the machine is. Where there is no such clock, that of
/// the wall.
/// </summary>
public static class ThreadTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>Milliseconds since some moment.</summary>
    public static double Milliseconds
    {
        get
        {
            if (!OperatingSystem.IsLinux() || ReadClock(ThreadClock, out var time) != 0)
                return Environment.TickCount64;
            return time.Seconds * 1e3 + time.Nanoseconds / 1e6;
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
