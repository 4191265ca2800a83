using System.Globalization;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Models;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp compile`.</summary>
internal static class CompileVerb
{
    /// <summary>
    /// Only potentials within float32's rounding of a boundary may differ; below this share of equal spikes it is another network.
    /// </summary>
    public const double LeastEqual = 0.999;

    public static readonly Verb Verb = new(
        "compile",
        "make a spike-driven graph of a trained network",
        Run,
        Needs: [Model, OutputFile],
        Offers: [Cfg, Weights, Strict, Calibrate, Split, AtMost, .. OptionTable.Network, ImageSize, Threads, Json]
    )
    {
        Examples =
        [
            "spikesharp compile --model best.safetensors -o net.spk.safetensors",
            "spikesharp compile --model best.safetensors --calibrate cells.yaml -o net.spk.safetensors",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var display = session.Display;
        var pictures = arguments.Get(Calibrate) is { } data
            ? GraphArguments.Pictures(data, arguments.Get(Split), arguments.Get(AtMost))
            : null;
        using var network = NetworkArguments.Build(NetworkArguments.Open(arguments), arguments, display);
        var description = arguments.Get(ImageSize) is { } side
            ? network.Description with
            {
                ImageSize = NetworkArguments.ImageSide(side, display),
            }
            : network.Description;
        var graph = GraphCompiler.Compile(network.Model, description);
        var twin = !description.Options.IsSpiking;
        var driven = SpikeDrivenCheck.Run(graph);
        session.Stop.ThrowIfCancellationRequested();
        var check = CompiledComparison.Of(network.Model, graph);
        var report = Describe(network.Model, graph, twin, driven, check, arguments.Require(OutputFile));
        Show(report, driven, description.Options is AnnOptions, display);
        if (!twin)
            Require(driven);
        if (check.EqualShare < LeastEqual)
            throw new CheckFailedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the graph is not the network: only {check.EqualShare:P1} of the spikes are equal; nothing was written"
                )
            );
        if (pictures is not null)
        {
            graph = PlanVerb.Make(graph, pictures, description.ImageSize, NetworkArguments.EngineThreads(arguments), session);
            display.Line(PlanVerb.Describe(graph.Plan!, graph));
        }
        session.Stop.ThrowIfCancellationRequested();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(report.Output))!);
        GraphFile.Save(graph, report.Output);
        JsonFile.Write(arguments.Get(Json), report);
        display.Line($"written: {report.Output}");
    }

    /// <summary>Fails when a layer would multiply.</summary>
    /// <exception cref="CheckFailedException">Names every such layer.</exception>
    public static void Require(SpikeDrivenReport driven)
    {
        if (!driven.IsSpikeDriven)
            throw new CheckFailedException(
                "not spike-driven: " + string.Join("; ", driven.Violations.Select(violation => $"{violation.Node}: {violation.Reason}"))
            );
    }

    private static Report Describe(
        Network model,
        SpikeGraph graph,
        bool twin,
        SpikeDrivenReport driven,
        CompiledComparison check,
        string output
    ) =>
        new(
            output,
            model.Weights.Entries.Count(e => e.Tensor.Rank == 4),
            model.Weights.Entries.Count(e => e.Name.EndsWith("running_mean", StringComparison.Ordinal)),
            graph.Nodes.Count(node => node.Operation is Convolution),
            model.Weights.ParameterCount,
            graph.Nodes.Sum(node => node.Operation.ParameterCount),
            twin,
            driven.IsSpikeDriven,
            driven.RealOperations,
            check
        );

    private static void Show(Report report, SpikeDrivenReport driven, bool ordinary, Display display)
    {
        display.Line(
            $"merged: {report.ConvolutionsBefore} convolutions and {report.Normalisations} normalisations into {report.Convolutions} "
                + $"convolutions"
        );
        display.Line(
            string.Create(CultureInfo.InvariantCulture, $"parameters: {report.ParametersBefore:N0} before, {report.Parameters:N0} after")
        );
        display.Line(
            report.ReluTwin
                ? $"spike-driven: no, this is {(ordinary ? "an ordinary network" : "a ReLU twin")}: it has no spikes, and serves for "
                    + $"comparison"
            : report.SpikeDriven ? "spike-driven: " + SpikeDrivenLines.Layers(driven)
            : $"spike-driven: no, {driven.Violations.Count} layers multiply"
        );
        if (report.SpikeDriven)
            SpikeDrivenLines.ShowRealOperations(driven, display);
        var c = report.SelfCheck;
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"self-check on a random {c.Side}x{c.Side} picture: head outputs differ by at most {c.LargestDifference:G3} (of "
                    + $"{c.LargestOutput:G3})"
            )
                + (
                    report.ReluTwin
                        ? ""
                        : string.Create(CultureInfo.InvariantCulture, $", {c.Equal:N0} of {c.Spikes:N0} spikes equal ({c.EqualShare:P3})")
                )
        );
    }

    private sealed record Report(
        string Output,
        int ConvolutionsBefore,
        int Normalisations,
        int Convolutions,
        long ParametersBefore,
        long Parameters,
        bool ReluTwin,
        bool SpikeDriven,
        IReadOnlyList<RealOperation> RealOperations,
        CompiledComparison SelfCheck
    );
}
