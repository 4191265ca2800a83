using System.Diagnostics;
using System.Globalization;
using SpikeSharp.Cli.Bench;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Engine;
using SpikeSharp.Engine.Kernels;
using SpikeSharp.Engine.Planning;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Plans;
using SpikeSharp.Prediction;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp plan`.</summary>
internal static class PlanVerb
{
    // A layer whose density has moved by more than this sees other pictures than those of its plan.
    private const double Drift = 0.1;

    public static readonly Verb Verb = new(
        "plan",
        "show how the engine runs each layer and why, and check the plan on pictures",
        Run,
        Needs: [Model, DataSet],
        Offers: [Cfg, Weights, Split, AtMost, .. Network, ImageSize, Threads, .. Running, Runs, OutputFile, Json]
    )
    {
        Examples =
        [
            "spikesharp plan --model net.spk.safetensors --data cells.yaml --engine int8",
            "spikesharp plan --model net.spk.safetensors --data pictures/ --imgsz 320 -o planned.spk.safetensors",
        ],
    };

    /// <summary>Looks at pictures and finds out how a graph is best run.</summary>
    public static SpikeGraph Make(SpikeGraph graph, IReadOnlyList<string> pictures, int side, int threads, Session session)
    {
        using var planner = new Planner(graph, threads);
        session.Display.Progress("plan", pictures.Count, report =>
        {
            foreach (var image in GraphArguments.Read(pictures, PictureInput.Of(graph, side), session, report))
                planner.Add(image);
            return 0;
        });
        return graph.With(planner.Plan());
    }

    /// <summary>What a plan chose, in a line.</summary>
    public static string Describe(GraphPlan plan, SpikeGraph graph)
    {
        int factors = graph.Nodes.Count(node => node.Operation is Graph.Operations.Convolution { Factors.Count: > 0 }),
            used = plan.Convolutions.Count(c =>
                c.UsesFactors && graph.Node(c.Node).Operation is Graph.Operations.Convolution { Factors.Count: > 0 }
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"plan from {plan.Images} pictures of {plan.ImageSize} pixels: {plan.Convolutions.Count} convolutions see spikes, density "
                + $"{Mean(plan, c => c.Density):F3}, pairs {Mean(plan, c => c.PairDensity):F3}; {used} of {factors} merged convolutions "
                + $"run as their factors"
        );
    }

    private static double Mean(GraphPlan plan, Func<ConvolutionPlan, double> of) =>
        plan.Convolutions.Count == 0 ? 0 : plan.Convolutions.Average(of);

    private static void Run(Arguments arguments, Session session)
    {
        var display = session.Display;
        var options = NetworkArguments.Engine(arguments)
            ?? throw new UsageException("--engine reference has no plan; choose exact, int8 or binary");
        var pictures = GraphArguments.Pictures(arguments);
        var graph = GraphArguments.Graph(arguments, display);
        var side = GraphArguments.Side(arguments, graph, display);
        if (graph.Plan is null || arguments.Get(OutputFile) is not null)
            graph = Make(graph, pictures, side, options.Threads, session);
        display.Line(Describe(graph.Plan!, graph));
        if (arguments.Get(OutputFile) is { } output)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
            GraphFile.Save(graph, output);
            display.Line($"written: {output}");
        }
        Check(graph, pictures, side, options, arguments, session);
    }

    /// <summary>
    /// Runs the graph as planned beside the graph without a plan, and says where the pictures differ from those of the plan.
    /// </summary>
    private static void Check(
        SpikeGraph graph,
        IReadOnlyList<string> pictures,
        int side,
        EngineOptions options,
        Arguments arguments,
        Session session
    )
    {
        var display = session.Display;
        // The middle one: the first of a set is often unlike the others.
        var image = PictureInput.Of(graph, side).Load(pictures[pictures.Count / 2]);
        var runs = Math.Min(arguments.Get(Runs), 20);
        using var planned = new SpikeEngine(graph, options);
        using var plain = new SpikeEngine(graph.With(null), options);
        var peak = PeakThroughput.Measure(planned.InstructionSet, options.Threads);
        var layers = planned.Profile(image, runs);
        var (with, without) = Race(planned, plain, image, runs, session);
        display.Table(LayerTable.Of(layers, peak));
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"ceiling of {options.Threads} threads, {planned.InstructionSet}: float {peak.Float32 / 1e9:F0}, int8 "
                    + $"{peak.Int8 / 1e9:F0} G multiply-adds/s; all layers reach {100 * Reached(layers, peak):F0} % of it"
            )
        );
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{side}x{side}, {options.Mode.ToString().ToLowerInvariant()}: {1e3 * with:F2} ms as planned, {1e3 * without:F2} ms "
                    + $"without a plan, ratio {with / without:F3} (medians of {runs} runs in turn)"
            )
        );
        var drifted = Drifted(graph.Plan!, layers);
        if (drifted.Length > 0)
            display.Warn(
                $"{drifted.Length} layers see other densities than those of the plan "
                    + $"({string.Join(", ", drifted.Take(5))}{(drifted.Length > 5 ? ", ..." : "")}): plan again with pictures like these"
            );
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = arguments.Require(Model),
                ImageSize = side,
                Engine = options,
                InstructionSet = planned.InstructionSet.ToString(),
                graph.Plan,
                Ceiling = peak,
                SecondsPlanned = with,
                SecondsWithoutPlan = without,
                Drifted = drifted,
                Layers = layers.Select(layer => new { Layer = layer, OfCeiling = LayerTable.Share(layer, peak) }),
            }
        );
    }

    private static (double Planned, double Plain) Race(SpikeEngine planned, SpikeEngine plain, InputTensor image, int runs, Session session)
    {
        var (with, without) = (new double[runs], new double[runs]);
        plain.Run(image, _ => 0, session.Stop);
        for (var i = 0; i < runs; i++)
        {
            with[i] = Seconds(planned);
            without[i] = Seconds(plain);
        }
        Array.Sort(with);
        Array.Sort(without);
        return (with[runs / 2], without[runs / 2]);

        double Seconds(SpikeEngine engine)
        {
            var start = Stopwatch.GetTimestamp();
            engine.Run(image, _ => 0, session.Stop);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    /// <summary>The time that all multiply-adds would take at the ceiling, as a share of the time they take.</summary>
    private static double Reached(IReadOnlyList<LayerProfile> layers, PeakThroughput peak) =>
        layers.Where(layer => layer.Arithmetic != LayerArithmetic.None).Sum(layer => layer.Visited / peak.Of(layer.Arithmetic))
        / layers.Sum(layer => layer.Seconds);

    private static string[] Drifted(GraphPlan plan, IReadOnlyList<LayerProfile> layers)
    {
        var planned = plan.Convolutions.ToDictionary(c => c.Node, c => c.Density, StringComparer.Ordinal);
        return
        [
            .. layers
                .Where(layer => planned.TryGetValue(layer.Node, out var density) && Math.Abs(layer.Density - density) > Drift)
                .Select(layer => layer.Node),
        ];
    }
}
