using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Steps;

namespace SpikeSharp.Engine.Detection;

/// <summary>Counts the spikes of every layer right after it has fired, before its memory is used again.</summary>
internal sealed unsafe class FiringObserver(RunContext context)
{
    private readonly OrderedDictionary<string, (double Sum, double Fired, double All)> _layers = new(StringComparer.Ordinal);

    internal IReadOnlyList<LayerFiring> Layers =>
        [.. _layers.Select(layer => new LayerFiring(layer.Key, layer.Value.Sum / layer.Value.All, layer.Value.Fired / layer.Value.All))];

    internal void Observe(Step step)
    {
        foreach (var (name, view) in context.Program.SpikesOf(step))
            Count(name, view);
    }

    private void Count(string name, MapView view)
    {
        long sum = 0,
            fired = 0,
            all = 0;
        for (var t = 0; t < view.Buffer.Steps; t++)
        {
            for (var y = 0; y < view.Buffer.Height; y++)
            {
                for (var x = 0; x < view.Buffer.Width; x++)
                {
                    foreach (var spikes in new ReadOnlySpan<byte>(view.At(context.Arena, t, y, x), view.Channels))
                    {
                        sum += Math.Abs(view.Spike(spikes));
                        fired += spikes != 0 ? 1 : 0;
                    }
                    all += view.Channels;
                }
            }
        }
        var before = _layers.GetValueOrDefault(name);
        _layers[name] = (before.Sum + sum, before.Fired + fired, before.All + all);
    }
}
