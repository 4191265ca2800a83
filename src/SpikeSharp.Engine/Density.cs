using SpikeSharp.Engine.Maps;

namespace SpikeSharp.Engine;

/// <summary>How many of a map's spikes are not zero.</summary>
internal static unsafe class Density
{
    /// <summary>Share of the spikes that are not zero; NaN for real numbers.</summary>
    internal static double Of(RunContext context, MapView? view)
    {
        if (view is not { Buffer.IsSpikes: true } map)
            return double.NaN;
        long fired = 0,
            all = 0;
        for (var t = 0; t < map.Buffer.Steps; t++)
        {
            for (var y = 0; y < map.Buffer.Height; y++)
            {
                for (var x = 0; x < map.Buffer.Width; x++)
                {
                    var pixel = new ReadOnlySpan<byte>(map.At(context.Arena, t, y, x), map.Channels);
                    fired += pixel.Length - pixel.Count((byte)0);
                    all += pixel.Length;
                }
            }
        }
        return (double)fired / all;
    }
}
