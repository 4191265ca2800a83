namespace SpikeSharp.Engine.Maps;

/// <summary>Places maps in one block of memory so that maps which live at the same time do not overlap.</summary>
internal sealed class ArenaPlan
{
    /// <summary>Bytes in front of the maps, for what steps must know of a run.</summary>
    internal const int HeaderBytes = 64;

    private const int Alignment = 64;

    // Each map is compared with all before it; more than any network has lie behind each other instead.
    private const int MostCompared = 10_000;

    private readonly List<(MapBuffer Map, int First, int Last)> _lives = [];

    /// <summary>Bytes needed once <see cref="Place"/> has run.</summary>
    internal long Bytes { get; private set; } = HeaderBytes;

    /// <summary>Adds a map that is written first in step <paramref name="first"/> and read last in step <paramref name="last"/>.</summary>
    internal void Add(MapBuffer map, int first, int last) => _lives.Add((map, first, last));

    /// <summary>Largest first, each at the lowest place that is free all its life.</summary>
    internal void Place()
    {
        if (_lives.Count > MostCompared)
        {
            foreach (var (map, _, _) in _lives)
                (map.Offset, Bytes) = (Bytes, Align(Bytes + map.Bytes));
            return;
        }
        var placed = new List<(MapBuffer Map, int First, int Last)>(); // by offset
        foreach (var life in _lives.OrderByDescending(life => life.Map.Bytes).ThenBy(life => life.First))
        {
            long at = HeaderBytes;
            foreach (var (map, first, last) in placed)
            {
                if (first > life.Last || life.First > last)
                    continue;
                if (map.Offset - at >= life.Map.Bytes)
                    break;
                at = Math.Max(at, Align(map.Offset + map.Bytes));
            }
            life.Map.Offset = at;
            var index = placed.FindIndex(other => other.Map.Offset > at);
            placed.Insert(index < 0 ? placed.Count : index, life);
            Bytes = Math.Max(Bytes, Align(at + life.Map.Bytes));
        }
    }

    private static long Align(long offset) => (offset + Alignment - 1) / Alignment * Alignment;
}
