using ScottPlot;

namespace SpikeSharp.Charts;

/// <summary>White over blue to near black, its lightness falling evenly: for counts and shares.</summary>
internal static class Shades
{
    /// <summary>The colours from 0 to 1.</summary>
    public static IColormap Map { get; } =
        new ScottPlot.Colormaps.CustomInterpolated([
            Color.FromHex("#F7FBFF"),
            Color.FromHex("#CFE1F5"),
            Color.FromHex("#93C4E6"),
            Color.FromHex("#4A97CE"),
            Color.FromHex("#1762AB"),
            Color.FromHex("#082C66"),
        ]);
}
