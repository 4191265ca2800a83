namespace SpikeSharp.Bench;

/// <summary>mulberry32: the same numbers from 0 to 1 everywhere.</summary>
/// <remarks>Pictures and weights of the ONNX benches have always been drawn so.</remarks>
/// <param name="seed">Same seed, same numbers.</param>
internal sealed class JsRandom(int seed)
{
    private uint _state = (uint)seed;

    /// <summary>The next number.</summary>
    public double Next()
    {
        _state += 0x6D2B79F5;
        var x = (_state ^ (_state >> 15)) * (1 | _state);
        x = (x + (x ^ (x >> 7)) * (61 | x)) ^ x;
        return (x ^ (x >> 14)) / 4294967296.0;
    }

    /// <summary>Some numbers as float32.</summary>
    /// <param name="count">How many.</param>
    /// <param name="map">What becomes of each.</param>
    public float[] Reals(int count, Func<double, double> map) => [.. Enumerable.Range(0, count).Select(_ => (float)map(Next()))];
}
