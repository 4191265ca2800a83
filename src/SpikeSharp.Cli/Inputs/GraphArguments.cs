using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Compilation;
using SpikeSharp.Data;
using SpikeSharp.Data.Classification;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Graph;
using SpikeSharp.Imaging;
using SpikeSharp.Prediction;

namespace SpikeSharp.Cli.Inputs;

/// <summary>From `--model`, `--data` and `--limit` to a graph and pictures: what the verbs that run the interpreter begin with.</summary>
internal static class GraphArguments
{
    /// <summary>The graph of `--model`; a network is compiled in memory first.</summary>
    public static SpikeGraph Graph(Arguments arguments, Display display) => Graph(arguments.Require(OptionTable.Model), arguments, display);

    /// <summary>The graph of another option's network.</summary>
    public static SpikeGraph Graph(string model, Arguments arguments, Display display)
    {
        var source = NetworkArguments.Open(arguments, model: model);
        if (source.Graph is { } graph)
            return graph;
        using var network = NetworkArguments.Build(source, arguments, display);
        return GraphCompiler.Compile(network.Model, network.Description);
    }

    /// <summary>The side in pixels of `--imgsz`, or the one the network was trained at, whatever it is.</summary>
    public static int Side(Arguments arguments, SpikeGraph graph, Display display) =>
        arguments.Get(OptionTable.ImageSize) is { } side ? NetworkArguments.ImageSide(side, display) : graph.Info.ImageSize;

    /// <summary>What the graph sees of pictures, at that side.</summary>
    public static PictureInput Input(Arguments arguments, SpikeGraph graph, Display display) =>
        PictureInput.Of(graph, Side(arguments, graph, display));

    /// <summary>The pictures of `--data`, a data set's YAML file or a folder: all, or as many as `--limit` says, evenly spread.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public static IReadOnlyList<string> Pictures(Arguments arguments) =>
        Pictures(arguments.Require(OptionTable.DataSet), arguments.Get(OptionTable.Split), arguments.Get(OptionTable.AtMost));

    /// <summary>At most so many pictures of a split of a data set, or of a folder.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public static IReadOnlyList<string> Pictures(string data, string split, int most)
    {
        var all =
            ClassificationData.IsOne(data) ? [.. ClassificationData.Load(data, split).Images.Select(image => image.Path)]
            : Directory.Exists(data) && !File.Exists(Path.Combine(data, "data.yaml"))
                ? [.. SourceListing.List(data).Where(file => !file.IsVideo).Select(file => file.Path)]
            : ImageListing.List(DataYaml.Load(data), split);
        if (all.Count == 0)
            throw DataException.NotFound(data, "holds no picture");
        return Take(all, most);
    }

    /// <summary>At most so many of them, evenly spread.</summary>
    public static IReadOnlyList<T> Take<T>(IReadOnlyList<T> all, int most)
    {
        var count = Math.Min(all.Count, most);
        return [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
    }

    /// <summary>Reads pictures one by one; one that cannot be read is skipped with a warning.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="input">What the network sees of them.</param>
    /// <param name="session">Told of what is skipped; its signal ends the reading.</param>
    /// <param name="report">Told of every picture done.</param>
    /// <exception cref="DataException">None of them can be read.</exception>
    public static IEnumerable<InputTensor> Read(IReadOnlyList<string> paths, PictureInput input, Session session, ProgressReport report)
    {
        var good = 0;
        foreach (var path in paths)
        {
            session.Stop.ThrowIfCancellationRequested();
            if (TryRead(path, input, session) is { } image)
            {
                good++;
                yield return image;
            }
            report.Advance();
        }
        if (good == 0)
            throw new DataException(paths[0], null, $"cannot be read, nor any of the other {paths.Count - 1} pictures");
    }

    private static InputTensor? TryRead(string path, PictureInput input, Session session)
    {
        try
        {
            return input.Load(path);
        }
        catch (Exception e) when (e is ImagingException or IOException or UnauthorizedAccessException)
        {
            session.Display.Warn($"skipped {e.Message}");
            return null;
        }
    }
}
