using System.Text.Json.Serialization;

namespace SpikeSharp.Data.Scanning;

/// <summary>What checking a split found, whatever the task.</summary>
/// <param name="Images">Image files listed.</param>
/// <param name="Corrupt">Images skipped because the image or what belongs to it is bad.</param>
/// <param name="Skipped">Why each corrupt image was skipped, in the order of the images.</param>
/// <param name="Dropped">Labels dropped: lines, or numbers of masks, in the order of the images.</param>
public abstract record SplitReport(int Images, int Corrupt, IReadOnlyList<DataProblem> Skipped, IReadOnlyList<DataProblem> Dropped)
{
    /// <summary>Images that are used.</summary>
    [JsonIgnore]
    public virtual int Usable => Images - Corrupt;

    /// <summary>The counts in one line.</summary>
    public abstract override string ToString();

    /// <summary>Refuses a split that is too bad to be used.</summary>
    /// <param name="file">Where the data set is described.</param>
    /// <param name="split">The split's name.</param>
    /// <param name="options">How strictly to judge.</param>
    /// <exception cref="DataException">Nothing is usable; more than 5 % is bad; or anything is when strict.</exception>
    internal void Judge(string file, string split, ScanOptions options)
    {
        if (options.Strict && Skipped.Count + Dropped.Count > 0)
            throw Fault([.. Skipped, .. Dropped], $"{Skipped.Count} bad images and {Dropped.Count} bad labels, and none is allowed");
        if (Corrupt == Images)
            throw Fault(Skipped, "no image is usable");
        if (!options.AllowBad && Corrupt * 20L > Images)
            throw Fault(Skipped, $"{Corrupt} of {Images} images are bad, more than 5 %; mend them, or go on without them with --allow-bad");

        DataException Fault(IReadOnlyList<DataProblem> problems, string what) =>
            new($"{file}: '{split}:' {what}; the first is {problems[0]}", problems);
    }
}
