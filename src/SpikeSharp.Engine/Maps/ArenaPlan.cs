namespace SpikeSharp.Engine.Maps;

/// <summary>Places maps in one block of memory so that maps which live at the same time do not overlap.</summary>
internal sealed class ArenaPlan
{
    private const int Alignment = 64;

    private readonly List<(MapBuffer Map, int First, int Last)> _lives = [];

    /// <summary>Bytes needed once <see cref="Place"/> has run.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Adds a map that is written first in step <paramref name="first"/> and read last in step <paramref name="last"/>.</summary>
    internal void Add(MapBuffer map, int first, int last) => _lives.Add((map, first, last));

    /// <summary>Largest first, each at the lowest place that is free all its life.</summary>
    internal void Place()
    {
        var placed = new List<(MapBuffer Map, int First, int Last)>();
        foreach (var life in _lives.OrderByDescending(life => life.Map.Bytes).ThenBy(life => life.First))
        {
            long at = 0;
            foreach (var other in placed.Where(o => o.First <= life.Last && life.First <= o.Last).OrderBy(o => o.Map.Offset))
            {
                if (other.Map.Offset - at >= life.Map.Bytes) break;
                at = Math.Max(at, Align(other.Map.Offset + other.Map.Bytes));
            }
            life.Map.Offset = at;
            placed.Add(life);
            Bytes = Math.Max(Bytes, Align(at + life.Map.Bytes));
        }
    }

    private static long Align(long offset) => (offset + Alignment - 1) / Alignment * Alignment;
}
