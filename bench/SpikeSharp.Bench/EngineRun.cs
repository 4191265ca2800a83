using System.Diagnostics;
using System.Globalization;
using SpikeSharp.Engine;
using SpikeSharp.Imaging;

namespace SpikeSharp.Bench;

/// <summary>The engine on one picture: median and, a layer, the share of the time.</summary>
internal static class EngineRun
{
    private const int Parts = 10;

    public static void Run(string graph, string picture, int size, string mode, int threads, int runs)
    {
        using var engine = SpikeEngine.Load(
            graph,
            new EngineOptions
            {
                Mode = Enum.Parse<EngineMode>(mode, ignoreCase: true),
                Threads = threads,
                SpikesOnly = Environment.GetEnvironmentVariable("SPIKES_ONLY") == "1",
            }
        );
        var image = NetworkInput.Load(picture, size);
        // Until the compiler has seen what is hot.
        var begin = Stopwatch.GetTimestamp();
        for (var i = 0; i < 3 || Stopwatch.GetElapsedTime(begin).TotalSeconds < 2; i++)
            engine.Run(image, _ => 0);
        var seconds = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            engine.Run(image, _ => 0);
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Report.Print("infer", seconds);
        Console.WriteLine($"memory {engine.MemoryBytes / 1e6:F0} MB");
    }

    /// <summary>Share of spikes that are not zero in front of the convolutions, mean over the layers and range.</summary>
    public static void Density(string graph, string picture, int size)
    {
        using var engine = SpikeEngine.Load(graph, new EngineOptions { SpikesOnly = true });
        double[] layers =
        [
            .. engine.Profile(NetworkInput.Load(picture, size), 1).Select(layer => layer.Density).Where(density => !double.IsNaN(density)),
        ];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{layers.Average():F3} ({layers.Min():F3} to {layers.Max():F3}, {layers.Length} layers)"
            )
        );
    }

    /// <summary>Many runs: nothing may be allocated, memory stays.</summary>
    public static void Soak(string graph, string picture, int size, int runs)
    {
        using var engine = SpikeEngine.Load(graph);
        var image = NetworkInput.Load(picture, size);
        Func<EngineValues, int> nothing = static _ => 0;
        for (var i = 0; i < 1000; i++)
            engine.Run(image, nothing);
        GC.Collect();
        var process = Process.GetCurrentProcess();
        for (var part = 1; part <= Parts; part++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < runs / Parts; i++)
                engine.Run(image, nothing);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            process.Refresh();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{part * (runs / Parts)} runs: {allocated} bytes allocated in the last {runs / Parts}, process "
                        + $"{process.WorkingSet64 >> 10} KiB, engine {engine.MemoryBytes >> 10} KiB"
                )
            );
        }
    }
}
