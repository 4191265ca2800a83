using System.Globalization;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Engine;
using SpikeSharp.Engine.Verification;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Prediction;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp verify`.</summary>
internal static class VerifyVerb
{
    // Of the largest number of a layer: what float32 sums leave, and no mistake.
    private const double MostRounding = 1e-4;

    public static readonly Verb Verb = new(
        "verify",
        "prove that integer spikes and binary time steps give the same network, and that the engine does",
        Run,
        Needs: [Model, DataSet],
        Offers: [Cfg, Weights, Split, AtMost, .. Network, ImageSize, Threads, .. Running, Json]
    )
    {
        Examples =
        [
            "spikesharp verify --model net.spk.safetensors --data cells.yaml --limit 2",
            "spikesharp verify --model net.spk.safetensors --data pictures/",
            "spikesharp verify --model net.spk.safetensors --data pictures/ --engine int8",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var display = session.Display;
        var pictures = GraphArguments.Pictures(arguments);
        var engine = arguments.IsGiven(OptionTable.Engine) ? NetworkArguments.Engine(arguments) : null;
        var graph = GraphArguments.Graph(arguments, display);
        var side = GraphArguments.Side(arguments, graph, display);
        var driven = SpikeDrivenCheck.Run(graph);
        var proof = display.Progress("verify", pictures.Count, report =>
            Prove(graph, engine, GraphArguments.Read(pictures, PictureInput.Of(graph, side), session, report))
        );
        var passed = Passes(proof, engine);
        JsonFile.Write(
            arguments.Get(Json),
            new Report(
                arguments.Require(Model),
                arguments.Require(DataSet),
                engine,
                proof.Images,
                side,
                driven.IsSpikeDriven,
                driven.Violations,
                driven.RealOperations,
                proof.Compared,
                proof.Differing,
                proof.LargestOutputDifference,
                passed && driven.IsSpikeDriven,
                proof.Layers,
                proof.Outputs
            )
        );

        if (arguments.Get(Verbose))
            display.Table(LayerTable(proof));
        display.Line(string.Create(CultureInfo.InvariantCulture, $"{proof.Images} pictures at {side} px"));
        display.Line($"spike-driven: {(driven.IsSpikeDriven ? "yes" : "no")}, {SpikeDrivenLines.Layers(driven)}");
        SpikeDrivenLines.ShowRealOperations(driven, display);
        display.Line(Sentence(proof, engine));
        if (proof.Compared == 0)
            throw new CheckFailedException(
                $"{arguments.Require(Model)} has no spikes to compare: it is a ReLU twin or an ordinary network"
            );
        CompileVerb.Require(driven);
        if (passed)
            return;
        throw new CheckFailedException(
            engine is { Mode: EngineMode.Exact }
                ? "the engine leaves the interpreter in "
                    + string.Join(
                        ", ",
                        proof
                            .Outputs.Where(value => !(value.LargestDifference <= MostRounding))
                            .Select(value => value.Output)
                            .Concat(proof.Layers.Where(layer => layer.Differing > 0).Select(layer => layer.Node))
                    )
                : "integer and binary spikes differ in "
                    + string.Join(", ", proof.Layers.Where(layer => layer.Differing > 0).Select(layer => layer.Node))
        );
    }

    private static VerificationReport Prove(SpikeGraph graph, EngineOptions? engine, IEnumerable<InputTensor> images) =>
        engine switch
        {
            null => IntegerBinaryVerification.Run(graph, images),
            { Mode: EngineMode.Exact } => EngineVerification.Reference(graph, images, engine),
            _ => EngineVerification.Binary(graph, images, engine),
        };

    private static bool Passes(VerificationReport proof, EngineOptions? engine) =>
        engine is { Mode: EngineMode.Exact }
            ? proof.Compared > 0 && proof.LargestOutputDifference <= MostRounding && EqualShare(proof) >= CompileVerb.LeastEqual
            : proof.Passed;

    private static double EqualShare(VerificationReport proof) => (double)(proof.Compared - proof.Differing) / Math.Max(1, proof.Compared);

    private static string Sentence(VerificationReport proof, EngineOptions? engine)
    {
        return engine switch
        {
            null => string.Create(
                CultureInfo.InvariantCulture,
                $"integer and binary: {proof.Compared:N0} spikes compared, {proof.Differing:N0} differ; outputs differ by at most "
                    + $"{proof.LargestOutputDifference:G3}"
            ),
            { Mode: EngineMode.Exact } => string.Create(
                CultureInfo.InvariantCulture,
                $"engine and interpreter: layers on equal inputs differ by at most {proof.LargestOutputDifference:G2} of their largest "
                    + $"number; end to end {proof.Compared:N0} spikes compared, {proof.Differing:N0} differ: "
                    + $"{100 * EqualShare(proof):F3} % are equal"
            ),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"integer and binary by the engine: {proof.Compared:N0} spikes compared, {proof.Differing:N0} differ; all other values "
                    + $"differ by at most {proof.LargestOutputDifference:G3}"
            ),
        };
    }

    private static ResultTable LayerTable(VerificationReport proof)
    {
        var table = new ResultTable(["layer", "compared", "differ"]);
        foreach (var layer in proof.Layers)
            table.Add(
                layer.Node,
                layer.Compared.ToString("N0", CultureInfo.InvariantCulture),
                layer.Differing.ToString("N0", CultureInfo.InvariantCulture)
            );
        return table;
    }

    private sealed record Report(
        string Model,
        string Data,
        EngineOptions? Engine,
        int Images,
        int ImageSize,
        bool SpikeDriven,
        IReadOnlyList<SpikeDrivenViolation> Violations,
        IReadOnlyList<RealOperation> RealOperations,
        long Compared,
        long Differing,
        double LargestOutputDifference,
        bool Passed,
        IReadOnlyList<NeuronComparison> Layers,
        IReadOnlyList<OutputComparison> Outputs
    );
}
