namespace SpikeSharp.Imaging.Charts;

/// <summary>White over blue to near black, its lightness falling evenly: for counts and shares.</summary>
internal static class Ramp
{
    private static readonly Rgb[] Stops =
    [
        new(0xF7, 0xFB, 0xFF), new(0xCF, 0xE1, 0xF5), new(0x93, 0xC4, 0xE6),
        new(0x4A, 0x97, 0xCE), new(0x17, 0x62, 0xAB), new(0x08, 0x2C, 0x66),
    ];

    /// <summary>The colour at 0 … 1.</summary>
    public static Rgb Colour(double share)
    {
        var at = Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1) * (Stops.Length - 1);
        var below = Math.Min((int)at, Stops.Length - 2);
        return Stops[below].Mix(Stops[below + 1], at - below);
    }
}
