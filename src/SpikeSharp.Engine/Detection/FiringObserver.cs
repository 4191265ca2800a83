using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Steps;

namespace SpikeSharp.Engine.Detection;

/// <summary>Counts the spikes of every layer right after it has fired, before its memory is used again.</summary>
internal sealed unsafe class FiringObserver(RunContext context)
{
    private readonly List<LayerFiring> _layers = [];

    internal IReadOnlyList<LayerFiring> Layers => _layers;

    internal void Observe(Step step)
    {
        foreach (var (name, view) in context.Program.SpikesOf(step)) _layers.Add(Count(name, view));
    }

    private LayerFiring Count(string name, MapView view)
    {
        long sum = 0, fired = 0, all = 0;
        for (int t = 0; t < view.Buffer.Steps; t++)
        {
            for (int y = 0; y < view.Buffer.Height; y++)
            {
                for (int x = 0; x < view.Buffer.Width; x++)
                {
                    foreach (var spikes in new ReadOnlySpan<byte>(view.At(context.Arena, t, y, x), view.Channels))
                    {
                        sum += spikes;
                        fired += spikes > 0 ? 1 : 0;
                    }
                    all += view.Channels;
                }
            }
        }
        return new LayerFiring(name, (double)sum / all, (double)fired / all);
    }
}
