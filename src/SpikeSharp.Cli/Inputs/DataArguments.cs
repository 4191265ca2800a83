using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Data;
using SpikeSharp.Data.Classification;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Models;

namespace SpikeSharp.Cli.Inputs;

/// <summary>From `--data` to images with their objects, with a word about those that cannot be used.</summary>
internal static class DataArguments
{
    // More than so many names say nothing that the count does not.
    private const int MostNamed = 50;

    /// <summary>The class names of a data set, a YAML file or a folder with a folder a class.</summary>
    public static IReadOnlyList<string> Names(string data) =>
        ClassificationData.IsOne(data) ? ClassificationData.ReadNames(data) : DataYaml.Load(data).Names;

    /// <summary>The channels of a data set's pictures; null where it does not tell.</summary>
    public static int? Channels(string data) => ClassificationData.IsOne(data) ? null : DataYaml.Load(data).Channels;

    /// <summary>What a data set is for, as far as it tells; null where it does not.</summary>
    public static VisionTask? Task(string data) =>
        ClassificationData.IsOne(data) ? VisionTask.Classify
        : Enum.TryParse<VisionTask>(DataYaml.Load(data).Task, ignoreCase: true, out var task) ? task
        : null;

    /// <summary>Checks the images and labels of `--split`.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="arguments">Split, limit and strictness.</param>
    /// <param name="singleClass">All classes count as one.</param>
    /// <param name="session">Told of what is skipped; its signal ends the reading.</param>
    public static DetectionData Load(DataYaml yaml, Arguments arguments, bool singleClass, Session session)
    {
        var split = arguments.Get(OptionTable.Split);
        var scan = new ScanOptions
        {
            Strict = arguments.Get(OptionTable.Strict),
            AllowBad = arguments.Get(OptionTable.AllowBad),
            SingleClass = singleClass,
        };
        if (arguments.Get(OptionTable.Limit) is { } limit)
            scan = scan with { Fraction = Math.Min(1, (double)limit / ImageListing.List(yaml, split).Count) };
        var data = DetectionData.Load(yaml, split, scan, session.Stop);
        Show(split, data.Report, session.Display);
        return data;
    }

    /// <summary>The same of any task's data: of `--data`, all classes apart.</summary>
    public static DataSplit Load(VisionTask task, Arguments arguments, Session session)
    {
        var (path, split) = (arguments.Require(OptionTable.DataSet), arguments.Get(OptionTable.Split));
        if (task == VisionTask.Detect)
            return Load(DataYaml.Load(path), arguments, singleClass: false, session);
        var scan = new ScanOptions { Strict = arguments.Get(OptionTable.Strict), AllowBad = arguments.Get(OptionTable.AllowBad) };
        if (arguments.Get(OptionTable.Limit) is { } limit)
        {
            var all =
                task == VisionTask.Segment
                    ? ImageListing.List(DataYaml.Load(path), split).Count
                    : ClassificationData.Load(path, split, cancel: session.Stop).Images.Count;
            scan = scan with { Fraction = Math.Min(1, (double)limit / all) };
        }
        DataSplit data =
            task == VisionTask.Segment
                ? SegmentationData.Load(DataYaml.Load(path), split, scan, session.Stop)
                : ClassificationData.Load(path, split, scan, session.Stop);
        Show(split, data.Report, session.Display);
        return data;
    }

    /// <summary>Names every image and label line that is left out, and counts what was found.</summary>
    public static void Show(string split, SplitReport report, Display display)
    {
        DataProblem[] problems = [.. report.Skipped, .. report.Dropped];
        foreach (var problem in problems.Take(MostNamed))
            display.Warn($"left out: {problem}");
        if (problems.Length > MostNamed)
            display.Warn($"left out: {problems.Length - MostNamed} more");
        display.Line($"{split}: {report}");
    }
}
