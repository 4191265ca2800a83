using System.Diagnostics;
using System.Globalization;

namespace SpikeSharp.Bench;

internal static class Report
{
    /// <summary>One line in the peer's form.</summary>
    public static void Print(string what, double[] secondsPerImage)
    {
        Array.Sort(secondsPerImage);
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what} seconds/image median {secondsPerImage[secondsPerImage.Length / 2]:F4} min {secondsPerImage[0]:F4}; peak RSS "
                    + $"{memory} MiB"
            )
        );
    }
}
