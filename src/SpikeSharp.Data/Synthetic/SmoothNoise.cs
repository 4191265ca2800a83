using SpikeSharp.Graph.Sampling;

namespace SpikeSharp.Data.Synthetic;

/// <summary>Random values 0…1 on a grid, smoothly interpolated.</summary>
internal sealed class SmoothNoise
{
    private const int Side = 32;
    private readonly float[] _grid = new float[Side * Side];
    private readonly float _cell;

    /// <param name="random">Gives the grid's values.</param>
    /// <param name="cell">Distance of grid points, pixels; the pattern repeats after 32.</param>
    public SmoothNoise(ref CounterRandom random, float cell)
    {
        _cell = cell;
        for (var i = 0; i < _grid.Length; i++)
            _grid[i] = (float)random.NextDouble();
    }

    public float this[int x, int y]
    {
        get
        {
            var (u, v) = (x / _cell, y / _cell);
            var (i, j) = ((int)u, (int)v);
            var (s, t) = (Ease(u - i), Ease(v - j));
            return Mix(Mix(At(i, j), At(i + 1, j), s), Mix(At(i, j + 1), At(i + 1, j + 1), s), t);
        }
    }

    private float At(int i, int j) => _grid[j % Side * Side + i % Side];

    private static float Ease(float t) => t * t * (3 - 2 * t);

    private static float Mix(float a, float b, float t) => a + (b - a) * t;
}
