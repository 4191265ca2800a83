using System.Globalization;
using SpikeSharp.Data.Scanning;

namespace SpikeSharp.Data.Classification;

/// <summary>What checking a classification split found.</summary>
/// <param name="Images">Image files listed.</param>
/// <param name="Corrupt">Images skipped because they are bad.</param>
/// <param name="ClassCounts">Usable images of each class.</param>
/// <param name="Skipped">Why each corrupt image was skipped, in the order of the images.</param>
public sealed record ClassScan(int Images, int Corrupt, IReadOnlyList<int> ClassCounts, IReadOnlyList<DataProblem> Skipped)
    : SplitReport(Images, Corrupt, Skipped, [])
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Images} images of {ClassCounts.Count} classes, {ClassCounts.Min()} to {ClassCounts.Max()} a class, {Corrupt} corrupt"
        );
}
