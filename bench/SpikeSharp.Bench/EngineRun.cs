using System.Diagnostics;
using SpikeSharp.Engine;
using SpikeSharp.Prediction;

namespace SpikeSharp.Bench;

/// <summary>The engine on one picture: median and, a layer, the share of the time.</summary>
internal static class EngineRun
{
    public static void Run(string graph, string picture, int size, string mode, int threads, int runs)
    {
        using var engine = SpikeEngine.Load(graph, new EngineOptions { Mode = Enum.Parse<EngineMode>(mode, ignoreCase: true), Threads = threads, SpikesOnly = Environment.GetEnvironmentVariable("SPIKES_ONLY") == "1" });
        var image = NetworkInput.Load(picture, size);
        if (runs < 0)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            var layers = engine.Profile(image, -runs);
            Console.WriteLine($"{(Environment.CpuUsage.TotalTime - cpu).TotalSeconds / (1 - runs):F3} s of processor a run");
            foreach (var group in layers.GroupBy(l => l.Kernel)) Console.WriteLine($"{group.Key,-20} {group.Sum(l => l.Macs) / 1e9,7:F2} GMAC {group.Sum(l => l.Seconds) * 1e3,8:F1} ms {group.Sum(l => l.Macs) / 1e9 / group.Sum(l => l.Seconds),6:F0} GMAC/s");
            foreach (var l in layers.OrderByDescending(l => l.Seconds).Take(90)) Console.WriteLine($"{l.Name,-50} {l.Kernel,-20} {l.Density,6:F3} {l.Macs / 1e9,7:F3} GMAC {l.Seconds * 1e3,8:F2} ms {l.Macs / 1e9 / l.Seconds,6:F0}");
            return;
        }
        for (int i = 0; i < 3; i++) engine.Run(image, _ => 0);
        var seconds = new double[runs];
        for (int i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            engine.Run(image, _ => 0);
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Report.Print("infer", seconds);
        Console.WriteLine($"memory {engine.MemoryBytes / 1e6:F0} MB");
    }
}
