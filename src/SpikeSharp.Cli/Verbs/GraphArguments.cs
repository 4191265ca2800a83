using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Compilation;
using SpikeSharp.Data;
using SpikeSharp.Data.Detection;
using SpikeSharp.Graph;
using SpikeSharp.Imaging;
using SpikeSharp.Prediction;

namespace SpikeSharp.Cli.Verbs;

/// <summary>From `--model`, `--data` and `--limit` to a graph and pictures: what the verbs that run the interpreter begin with.</summary>
internal static class GraphArguments
{
    // The interpreter is slow and right; so many pictures are enough to see what there is to see.
    private const int UsualLimit = 32;

    /// <summary>The graph of `--model`; a network is compiled in memory first.</summary>
    public static SpikeGraph Graph(Arguments arguments, Display display) => Graph(arguments.Require(OptionTable.Model), arguments, display);

    /// <summary>The graph of another option's network.</summary>
    public static SpikeGraph Graph(string model, Arguments arguments, Display display)
    {
        var source = NetworkArguments.Open(arguments, model: model);
        if (source.Graph is { } graph) return graph;
        using var network = NetworkArguments.Build(source, arguments, display);
        return GraphCompiler.Compile(network.Model, network.Description);
    }

    /// <summary>The side in pixels of `--imgsz`, or the one the network was trained at.</summary>
    public static int Side(Arguments arguments, SpikeGraph graph, Display display) =>
        NetworkArguments.ImageSide(arguments.IsGiven(OptionTable.ImageSize) ? arguments.Get(OptionTable.ImageSize) : graph.Info.ImageSize, display);

    /// <summary>The pictures of `--data`, a data set's YAML file or a folder: all, or as many as `--limit` says, evenly spread.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public static IReadOnlyList<string> Pictures(Arguments arguments) => Pictures(arguments.Require(OptionTable.DataSet), arguments);

    /// <summary>The same of another option's data set or folder, and another split where `--split` is not given.</summary>
    public static IReadOnlyList<string> Pictures(string data, Arguments arguments, string? usualSplit = null)
    {
        IReadOnlyList<string> all = Directory.Exists(data) && !File.Exists(Path.Combine(data, "data.yaml"))
            ? [.. SourceListing.List(data).Where(file => !file.IsVideo).Select(file => file.Path)]
            : ImageListing.List(DataYaml.Load(data), usualSplit is null || arguments.IsGiven(OptionTable.Split) ? arguments.Get(OptionTable.Split) : usualSplit);
        if (all.Count == 0) throw DataException.NotFound(data, "holds no picture");
        var count = Math.Min(all.Count, arguments.Get(OptionTable.Limit) ?? UsualLimit);
        return [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
    }

    /// <summary>Reads pictures one by one, letterboxed into squares; one that cannot be read is skipped with a warning.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="side">Of the square, in pixels.</param>
    /// <param name="session">Told of what is skipped; its signal ends the reading.</param>
    /// <param name="report">Told of every picture done.</param>
    /// <exception cref="DataException">None of them can be read.</exception>
    public static IEnumerable<ImageTensor> Read(IReadOnlyList<string> paths, int side, Session session, ProgressReport report)
    {
        var good = 0;
        foreach (var path in paths)
        {
            session.Stop.ThrowIfCancellationRequested();
            if (TryRead(path, side, session) is { } image)
            {
                good++;
                yield return image;
            }
            report.Advance();
        }
        if (good == 0) throw new DataException(paths[0], null, $"cannot be read, nor any of the other {paths.Count - 1} pictures");
    }

    private static ImageTensor? TryRead(string path, int side, Session session)
    {
        try
        {
            return NetworkInput.Load(path, side);
        }
        catch (Exception e) when (e is ImagingException or IOException or UnauthorizedAccessException)
        {
            session.Display.Warn($"skipped {e.Message}");
            return null;
        }
    }
}
