namespace SpikeSharp.Data.Scanning;

/// <summary>What checking a split found.</summary>
/// <param name="Images">Image files listed.</param>
/// <param name="Found">Images with at least one object.</param>
/// <param name="Missing">Images without a label file: background.</param>
/// <param name="Empty">Images whose label file names no object: background.</param>
/// <param name="Corrupt">Images skipped because the image or its label file is bad.</param>
/// <param name="Duplicates">Label lines dropped because they repeat an earlier one.</param>
/// <param name="ZeroArea">Label lines dropped because their box has no area.</param>
/// <param name="Skipped">Why each corrupt image was skipped, in the order of the images.</param>
/// <param name="Dropped">Each dropped label line, in the order of the images.</param>
public sealed record ScanReport(
    int Images,
    int Found,
    int Missing,
    int Empty,
    int Corrupt,
    int Duplicates,
    int ZeroArea,
    IReadOnlyList<DataProblem> Skipped,
    IReadOnlyList<DataProblem> Dropped
) : SplitReport(Images, Corrupt, Skipped, Dropped)
{
    /// <summary>The counts in one line.</summary>
    public override string ToString() =>
        $"{Images} images: {Found} with objects, {Missing} without a label file, {Empty} empty, {Corrupt} corrupt; "
        + $"{Duplicates} duplicate and {ZeroArea} zero-area label lines dropped";
}
