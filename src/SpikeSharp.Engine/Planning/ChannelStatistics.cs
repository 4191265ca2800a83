using System.Numerics;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Planning;

/// <summary>How often channels of spikes are silent, alone and two together, over the pixels of some pictures.</summary>
internal sealed unsafe class ChannelStatistics(int channels)
{
    private const int Group = ConvolutionPlan.OrderGroup;
    private const int Word = 64;

    // So many pixels of a picture say enough of how its channels go together.
    private const int MostPixels = 2048;

    private readonly int[][] _silent = [.. Enumerable.Range(0, (channels + Group - 1) / Group).Select(_ => new int[Group * Group])];
    private readonly ulong[] _bits = new ulong[Group];
    private long _fired;
    private long _spikes;
    private long _pixels;

    internal int Channels => channels;

    /// <summary>Whether there were spikes to look at, silent ones included.</summary>
    internal bool Seen => _spikes > 0;

    /// <summary>Share of the spikes that are not zero.</summary>
    internal double Density => (double)_fired / Math.Max(1, _spikes);

    /// <summary>Share of the pairs that fire, for channels in that order.</summary>
    internal double PairDensity(IReadOnlyList<int> order)
    {
        if (_pixels == 0)
            return 0;
        long silent = 0;
        for (var place = 0; place < channels; place += 2)
            silent += Silent(order[place], order[Math.Min(place + 1, channels - 1)]);
        return 1 - (double)silent / ((channels + 1) / 2 * _pixels);
    }

    /// <summary>In how many pixels both are silent; both of one group.</summary>
    internal int Silent(int a, int b) => _silent[a / Group][a % Group * Group + b % Group];

    /// <summary>Adds one picture's map.</summary>
    internal void Add(byte* arena, MapView map)
    {
        var all = (long)map.Buffer.Steps * map.Buffer.Height * map.Buffer.Width;
        int words = (int)Math.Max(1, Math.Min(all, MostPixels) / Word),
            count = (int)Math.Min(all, (long)words * Word);
        for (var first = 0; first < count; first += Word)
        {
            var pixels = Math.Min(Word, count - first);
            for (var group = 0; group < _silent.Length; group++)
            {
                var here = Math.Min(Group, channels - group * Group);
                Array.Clear(_bits);
                for (var i = 0; i < pixels; i++)
                {
                    var (row, x) = Math.DivRem((first + i) * all / count, map.Buffer.Width);
                    var (t, y) = Math.DivRem(row, map.Buffer.Height);
                    var spikes = map.At(arena, (int)t, (int)y, (int)x) + group * Group;
                    for (var c = 0; c < here; c++)
                        _bits[c] |= (spikes[c] == 0 ? 1ul : 0) << i;
                }
                Count(_silent[group], here);
                for (var c = 0; c < here; c++)
                    _fired += pixels - BitOperations.PopCount(_bits[c]);
            }
            _pixels += pixels;
            _spikes += (long)pixels * channels;
        }
    }

    private void Count(int[] silent, int here)
    {
        for (var a = 0; a < here; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                var both = BitOperations.PopCount(_bits[a] & _bits[b]);
                silent[a * Group + b] += both;
                if (a != b)
                    silent[b * Group + a] += both;
            }
        }
    }
}
