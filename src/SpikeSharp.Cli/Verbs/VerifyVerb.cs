using System.Globalization;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Graph.Verification;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp verify`.</summary>
internal static class VerifyVerb
{
    public static readonly Verb Verb = new("verify", "prove that integer spikes and binary time steps give the same network", Run,
        Needs: [Model, DataSet],
        Offers: [Cfg, Weights, Split, Limit, .. Network, ImageSize, Threads, Json])
    {
        Examples = ["spikesharp verify --model net.spk.safetensors --data cells.yaml --limit 2", "spikesharp verify --model net.spk.safetensors --data pictures/"],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var display = session.Display;
        var pictures = GraphArguments.Pictures(arguments);
        var graph = GraphArguments.Graph(arguments, display);
        var side = GraphArguments.Side(arguments, graph, display);
        var driven = SpikeDrivenCheck.Run(graph);
        var proof = display.Progress("verify", pictures.Count,
            report => IntegerBinaryVerification.Run(graph, GraphArguments.Read(pictures, side, session, report)));
        JsonFile.Write(arguments.Get(Json), new Report(
            arguments.Require(Model), arguments.Require(DataSet), proof.Images, side, driven.IsSpikeDriven, driven.Violations, proof.Compared, proof.Differing,
            proof.LargestOutputDifference, proof.Passed && driven.IsSpikeDriven, proof.Layers, proof.Outputs));

        if (arguments.Get(Verbose)) display.Table(LayerTable(proof));
        display.Line(string.Create(CultureInfo.InvariantCulture, $"{proof.Images} pictures at {side} px"));
        display.Line($"spike-driven: {(driven.IsSpikeDriven ? "yes" : "no")}, {driven.SpikeLayers.Count} convolutions take spikes only, {driven.ImageLayers.Count} the image");
        display.Line(string.Create(CultureInfo.InvariantCulture,
            $"integer and binary: {proof.Compared:N0} spikes compared, {proof.Differing:N0} differ; outputs differ by at most {proof.LargestOutputDifference:G3}"));
        if (proof.Compared == 0) throw new CheckFailedException($"{arguments.Require(Model)} has no spikes to compare: it is a ReLU twin");
        CompileVerb.Require(driven);
        if (!proof.Passed)
            throw new CheckFailedException("integer and binary spikes differ in " + string.Join(", ", proof.Layers.Where(layer => layer.Differing > 0).Select(layer => layer.Node)));
    }

    private static ResultTable LayerTable(VerificationReport proof)
    {
        var table = new ResultTable(["layer", "compared", "differ"]);
        foreach (var layer in proof.Layers)
            table.Add(layer.Node, layer.Compared.ToString("N0", CultureInfo.InvariantCulture), layer.Differing.ToString("N0", CultureInfo.InvariantCulture));
        return table;
    }

    private sealed record Report(
        string Model, string Data, int Images, int ImageSize, bool SpikeDriven, IReadOnlyList<SpikeDrivenViolation> Violations, long Compared, long Differing,
        double LargestOutputDifference, bool Passed, IReadOnlyList<NeuronComparison> Layers, IReadOnlyList<OutputComparison> Outputs);
}
