using System.Globalization;
using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Info;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Summary;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp info`.</summary>
internal static class InfoVerb
{
    public static readonly Verb Verb = new(
        "info",
        "describe a network: layers, shapes, parameters, operations",
        Run,
        Needs: [Model],
        Offers: [Cfg, Weights, Strict, .. Network, ImageSize, Threads, Json]
    )
    {
        Examples = ["spikesharp info --model spikeyolo-s", "spikesharp info --model net.spk.safetensors --imgsz 320"],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var source = NetworkArguments.Open(arguments);
        if (source is { IsImported: true, Graph.Info: var info })
        {
            ShowGraph(source, source.Graph, (info.ImageSize, info.ImageWidth ?? info.ImageSize), arguments.Get(Json), session.Display);
            return;
        }
        var asked = arguments.Get(ImageSize) ?? source.Description?.ImageSize ?? source.Graph!.Info.ImageSize;
        var side = NetworkArguments.ImageSide(asked, session.Display);
        if (source.Graph is not null)
            ShowGraph(source, source.Graph, (side, side), arguments.Get(Json), session.Display);
        else
            ShowModel(source, side, arguments, session.Display);
    }

    private static void ShowModel(ModelSource source, int side, Arguments arguments, Display display)
    {
        // Whether the weights are trained does not matter here: no warning of fresh ones.
        using var loaded = source.IsTrained ? NetworkArguments.Build(source, arguments, display) : source.Build();
        var graph = GraphCompiler.Compile(loaded.Model, loaded.Description);
        var rows = NetworkLayers.Count(loaded.Model, graph, side);
        var merged = GraphSummary.Of(graph, side, side);

        display.Line(Head(source, loaded.Description, side));
        var table = new ResultTable(["layer", "block", "output", "parameters", "MACs as trained", "MACs merged"], LeftAligned: 3);
        foreach (var row in rows)
            table.Add(
                string.Create(CultureInfo.InvariantCulture, $"{row.Number}"),
                row.Block,
                Size(row.Shape),
                string.Create(CultureInfo.InvariantCulture, $"{row.Parameters:N0}"),
                Giga(row.TrainedMacs),
                Giga(row.MergedMacs)
            );
        var (parameters, trained) = (rows.Sum(row => row.Parameters), rows.Sum(row => row.TrainedMacs));
        table.Add("total", "", "", string.Create(CultureInfo.InvariantCulture, $"{parameters:N0}"), Giga(trained), Giga(merged.Macs));
        display.Table(table);
        display.Line(string.Create(CultureInfo.InvariantCulture, $"parameters {parameters:N0}, merged {merged.Parameters:N0}"));
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"MACs an image {Giga(trained)} as trained, {Giga(merged.Macs)} merged; {merged.Neurons:N0} neurons in "
                    + $"{FiringLayers(graph)} layers"
            )
        );
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = source.Name,
                Network = Facts(loaded.Description),
                ImageSize = side,
                Parameters = parameters,
                TrainedMacs = trained,
                MergedParameters = merged.Parameters,
                MergedMacs = merged.Macs,
                merged.Neurons,
                NeuronLayers = FiringLayers(graph),
                Layers = rows,
            }
        );
    }

    private static void ShowGraph(ModelSource source, SpikeGraph graph, (int Height, int Width) size, string? json, Display display)
    {
        var summary = GraphSummary.Of(graph, size.Height, size.Width);
        var side = size.Height;
        display.Line(
            source.Description is { } description
                ? Head(source, description, side)
                : $"{source.Name}: a compiled graph, {graph.Info.ClassNames.Count} classes, T = {graph.Info.TimeSteps}, {side} px"
        );
        var table = new ResultTable(["node", "operation", "output", "parameters", "MACs"], LeftAligned: 3);
        foreach (var layer in summary.Layers)
            table.Add(
                layer.Node.Name,
                layer.Node.Operation.Kind,
                layer.Shape.ToString(),
                string.Create(CultureInfo.InvariantCulture, $"{layer.Parameters:N0}"),
                Giga(layer.Macs)
            );
        table.Add("total", "", "", string.Create(CultureInfo.InvariantCulture, $"{summary.Parameters:N0}"), Giga(summary.Macs));
        display.Table(table);
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"parameters {summary.Parameters:N0}; MACs an image {Giga(summary.Macs)}; {summary.Neurons:N0} neurons in "
                    + $"{FiringLayers(graph)} layers"
            )
        );
        JsonFile.Write(
            json,
            new
            {
                Model = source.Name,
                Network = source.Description is { } origin ? Facts(origin) : null,
                graph.Info.TimeSteps,
                ImageSize = side,
                summary.Parameters,
                summary.Macs,
                summary.Neurons,
                NeuronLayers = FiringLayers(graph),
                Classes = graph.Info.ClassNames,
                Nodes = summary.Layers.Select(layer => new
                {
                    layer.Node.Name,
                    layer.Node.Operation.Kind,
                    layer.Node.Inputs,
                    Shape = (int[])[layer.Shape.Channels, layer.Shape.Height, layer.Shape.Width],
                    layer.Evaluations,
                    layer.Parameters,
                    layer.Macs,
                }),
            }
        );
    }

    private static string Head(ModelSource source, ModelDescription description, int side)
    {
        var options = description.Options;
        var name = source.Graph is null ? source.Name : $"{source.Name}: a compiled graph of {options.Name}";
        return $"{name}: {options.Family.Summary(options)}, {side} px";
    }

    private static object Facts(ModelDescription description) => description.Options.Family.Facts(description.Options, description.Names);

    private static int FiringLayers(SpikeGraph graph) => graph.Nodes.Count(node => node.Operation is Graph.Operations.SpikingNeuron);

    private static string Size(int[] shape) => string.Join(" x ", shape);

    private static string Giga(long macs) => string.Create(CultureInfo.InvariantCulture, $"{macs / 1e9:0.0000} G");
}
