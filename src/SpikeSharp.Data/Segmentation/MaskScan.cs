using System.Globalization;
using SpikeSharp.Data.Scanning;

namespace SpikeSharp.Data.Segmentation;

/// <summary>What checking a segmentation split found.</summary>
/// <param name="Images">Image files listed.</param>
/// <param name="Missing">Images without a mask: left out.</param>
/// <param name="Corrupt">Images skipped because the image or its mask is bad.</param>
/// <param name="Pixels">Pixels of all masks.</param>
/// <param name="Ignored">Those in no class.</param>
/// <param name="Without">The first image without a mask, and where that would be.</param>
/// <param name="Skipped">Why each corrupt image was skipped, in the order of the images.</param>
/// <param name="Dropped">Numbers in no class that nobody said are to be ignored, in one sentence; empty where there are none.</param>
public sealed record MaskScan(
    int Images,
    int Missing,
    int Corrupt,
    long Pixels,
    long Ignored,
    DataProblem? Without,
    IReadOnlyList<DataProblem> Skipped,
    IReadOnlyList<DataProblem> Dropped
) : SplitReport(Images, Corrupt, Skipped, Dropped)
{
    /// <inheritdoc/>
    public override int Usable => Images - Corrupt - Missing;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Images} images: {Usable} with a mask, {Missing} without{(Without is { } first ? $" (the first is {first})" : "")}, "
                + $"{Corrupt} corrupt; {(Pixels == 0 ? 0 : 100.0 * Ignored / Pixels):0.0} % of the pixels in no class"
        );
}
