using System.Diagnostics;
using System.Globalization;
using SpikeSharp.Cli.Bench;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Engine;
using SpikeSharp.Engine.Kernels;
using SpikeSharp.Graph;
using SpikeSharp.Prediction;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp bench`.</summary>
internal static class BenchVerb
{
    // In the meantime the runtime compiles what is often called anew, and better.
    private const int WarmUpRuns = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static readonly Verb Verb = new(
        "bench",
        "measure the engine: latency, throughput, memory, cold start, each layer",
        Run,
        Needs: [Model, Source],
        Offers: [Cfg, Weights, .. Network, ImageSize, Threads, .. Running, Runs, PerLayer, OptionTable.Peer, Rounds, Json]
    )
    {
        Examples =
        [
            "spikesharp bench --model net.spk.safetensors --source pictures/one.jpg --engine int8",
            "spikesharp bench --model net.spk.safetensors --source pictures/ --imgsz 640 --per-layer --json bench.json",
            "spikesharp bench --model net.spk.safetensors --source pictures/ --engine int8 --peer ort --rounds 9",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var display = session.Display;
        var options = NetworkArguments.Engine(arguments)
            ?? throw new UsageException("--engine reference has nothing to measure; choose exact, int8 or binary");
        var graph = GraphArguments.Graph(arguments, display);
        var side = GraphArguments.Side(arguments, graph, display);
        // A spiking network's time depends on what it sees, so it sees pictures, not noise.
        InputTensor[] images =
        [
            .. SourceListing
                .List(arguments.Require(Source))
                .Where(file => !file.IsVideo)
                .Take(16)
                .Select(file => PictureInput.Of(graph, side).Load(file.Path)),
        ];
        if (images.Length == 0)
            throw new UsageException($"--source {arguments.Require(Source)} holds no picture");

        using var peer = arguments.Get(OptionTable.Peer) is { } asked
            ? Bench.Peer.Of(asked, graph, side, options.Threads, arguments.Get(Runs))
            : null;
        var start = Stopwatch.GetTimestamp();
        using var engine = new SpikeEngine(graph, options);
        engine.Run(images[0], _ => 0, session.Stop);
        var cold = Stopwatch.GetElapsedTime(start);
        var latency = Latency.Of(Measure(engine, images, arguments.Get(Runs), session));
        var layers = arguments.Get(PerLayer) ? engine.Profile(images[0], Math.Min(arguments.Get(Runs), 20)) : [];
        var race = peer is null ? null : Run(engine, peer, images, arguments.Get(Runs), arguments.Get(Rounds), session);
        var memory = Process.GetCurrentProcess().PeakWorkingSet64;
        if (layers.Count > 0)
            display.Table(LayerTable.Of(layers, PeakThroughput.Measure(engine.InstructionSet, options.Threads)));
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{graph.Info.Name}, {side}x{side}, T={graph.Info.TimeSteps}, "
                    + $"{options.Mode.ToString().ToLowerInvariant()}{(options.SpikesOnly ? ", spikes only" : "")}, "
                    + $"{engine.InstructionSet}, {options.Threads} threads"
            )
        );
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"latency ms: p50 {latency.P50:F2}, p90 {latency.P90:F2}, p99 {latency.P99:F2}, least {latency.Least:F2}; "
                    + $"{1000 / latency.Mean:F1} images/s over {latency.Runs} runs of {images.Length} pictures"
            )
        );
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"first run {cold.TotalMilliseconds:F0} ms after the file was read; engine holds {engine.MemoryBytes / 1e6:F1} MB, "
                    + $"process at most {memory / 1e6:F0} MB"
            )
        );
        if (race is not null)
            Show(race, options, display);
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = arguments.Require(Model),
                ImageSize = side,
                graph.Info.TimeSteps,
                Engine = options,
                InstructionSet = engine.InstructionSet.ToString(),
                LatencyMs = latency,
                ImagesPerSecond = 1000 / latency.Mean,
                ColdStartMs = cold.TotalMilliseconds,
                EngineBytes = engine.MemoryBytes,
                PeakBytes = memory,
                Layers = layers,
                Race = race,
            }
        );
    }

    private static Race Run(SpikeEngine engine, Peer peer, InputTensor[] images, int runs, int rounds, Session session) =>
        new(peer.Name, session.Display.Progress("race", rounds, report => Enumerable
                    .Range(0, rounds)
                    .Select(_ =>
                    {
                        var round = new Round(Latency.Of(Times(engine, images, runs, session)).P50, peer.Measure(session.Stop));
                        report.Advance();
                        return round;
                    })
                    .ToArray()));

    private static void Show(Race race, EngineOptions options, Display display)
    {
        var table = new ResultTable(["round", $"{options.Mode.ToString().ToLowerInvariant()} ms", $"{race.Peer} ms", "ratio"]);
        for (var i = 0; i < race.Rounds.Count; i++)
            table.Add($"{i + 1}", Text(race.Rounds[i].Ours, "F2"), Text(race.Rounds[i].Peer, "F2"), Text(race.Rounds[i].Ratio, "F3"));
        display.Table(table);
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"in turn with {race.Peer}: {race.OursMs:F2} ms against {race.PeerMs:F2} ms; ratio {race.Ratio:F3} ({race.RatioLeast:F3} "
                    + $"to {race.RatioMost:F3}) over {race.Rounds.Count} rounds of {options.Threads} threads"
            )
        );
    }

    private static double[] Measure(SpikeEngine engine, InputTensor[] images, int runs, Session session)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var i = 0; i < WarmUpRuns || Stopwatch.GetElapsedTime(begin) < WarmUp; i++)
            engine.Run(images[i % images.Length], _ => 0, session.Stop);
        return session.Display.Progress("bench", runs, report => Times(engine, images, runs, session, report));
    }

    private static double[] Times(SpikeEngine engine, InputTensor[] images, int runs, Session session, ProgressReport? report = null)
    {
        var milliseconds = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            engine.Run(images[i % images.Length], _ => 0, session.Stop);
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            report?.Advance();
        }
        return milliseconds;
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
