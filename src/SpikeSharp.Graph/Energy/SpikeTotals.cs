using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpikeSharp.Graph.Energy;

/// <summary>What a value made of spikes has sent in all, element by element: sums over the time steps of one image.</summary>
/// <remarks>Kept pixel by pixel, as the spikes come; whoever wants planes has them made.</remarks>
/// <param name="shape">Of one time step.</param>
/// <param name="maxSpikes">D or γ.</param>
public sealed class SpikeTotals(ValueShape shape, int maxSpikes)
{
    private readonly float[] _net = new float[shape.Count],
        _units = new float[shape.Count],
        _firings = new float[shape.Count];
    private bool _stepHasBursts;

    /// <summary>Shape of one time step.</summary>
    public ValueShape Shape { get; } = shape;

    /// <summary>D or γ.</summary>
    public int MaxSpikes { get; } = maxSpikes;

    /// <summary>Time steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Steps in which no element was beyond −1, 0, 1.</summary>
    public int UnitSteps { get; private set; }

    /// <summary>Spikes of either sign, in all: what a burst of n, or of −n, counts n.</summary>
    public double SumOfUnits => Sum(_units);

    /// <summary>Spikes less those taken back, in all.</summary>
    public double SumOfNet => Sum(_net);

    /// <summary>How often an element was not zero, in all.</summary>
    public double SumOfFirings => Sum(_firings);

    /// <summary>Spikes less those taken back, [C, H, W] row-major.</summary>
    public float[] Net() => ByPlanes(_net);

    /// <summary>Spikes of either sign, likewise.</summary>
    public float[] Units() => ByPlanes(_units);

    /// <summary>Steps in which an element was not zero, likewise.</summary>
    public float[] Firings() => ByPlanes(_firings);

    /// <summary>Adds the channels of a pixel, of one time step.</summary>
    /// <param name="pixel">Row by row, 0…H·W − 1.</param>
    /// <param name="spikes">One byte a channel.</param>
    /// <param name="signed">Whether bytes have a sign.</param>
    public void Add(int pixel, ReadOnlySpan<byte> spikes, bool signed)
    {
        int first = pixel * spikes.Length,
            c = 0;
        for (; c <= spikes.Length - Vector128<byte>.Count; c += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(spikes), (nuint)c);
            if (bytes == Vector128<byte>.Zero)
                continue;
            var sizes = signed ? Vector128.Abs(bytes.AsSByte()).AsByte() : bytes;
            _stepHasBursts |= Vector128.GreaterThanAny(sizes, Vector128<byte>.One);
            var (netLow, netHigh) = signed ? Vector128.Widen(bytes.AsSByte()) : Whole(Vector128.Widen(bytes));
            var (low, high) = Whole(Vector128.Widen(sizes));
            Add(first + c, low, netLow);
            Add(first + c + Vector128<short>.Count, high, netHigh);
        }
        for (; c < spikes.Length; c++)
        {
            int spike = signed ? (sbyte)spikes[c] : spikes[c],
                at = first + c;
            if (spike == 0)
                continue;
            _net[at] += spike;
            _units[at] += Math.Abs(spike);
            _firings[at]++;
            _stepHasBursts |= Math.Abs(spike) > 1;
        }
    }

    /// <summary>A time step is over.</summary>
    public void EndStep()
    {
        Steps++;
        if (!_stepHasBursts)
            UnitSteps++;
        _stepHasBursts = false;
    }

    /// <summary>Adds eight elements: how many spikes of either sign, and how many less those taken back.</summary>
    private void Add(int at, Vector128<short> sizes, Vector128<short> net)
    {
        var units = Floats(sizes);
        Accumulate(_units, at, units);
        Accumulate(_firings, at, Vector256.Min(units, Vector256<float>.One));
        Accumulate(_net, at, Floats(net));
    }

    // Bytes without a sign are far from what 16 bits with one hold.
    private static (Vector128<short> Low, Vector128<short> High) Whole((Vector128<ushort> Low, Vector128<ushort> High) bytes) =>
        (bytes.Low.AsInt16(), bytes.High.AsInt16());

    private static Vector256<float> Floats(Vector128<short> shorts) =>
        Vector256.ConvertToSingle(Vector256.WidenLower(shorts.ToVector256Unsafe()));

    private static void Accumulate(float[] sums, int at, Vector256<float> more)
    {
        ref var first = ref sums[at];
        (Vector256.LoadUnsafe(ref first) + more).StoreUnsafe(ref first);
    }

    private static double Sum(float[] values)
    {
        double sum = 0;
        foreach (var value in values)
            sum += value;
        return sum;
    }

    private float[] ByPlanes(float[] pixels)
    {
        var planes = new float[pixels.Length];
        int channels = Shape.Channels,
            plane = Shape.Plane;
        for (var at = 0; at < plane; at++)
        for (var c = 0; c < channels; c++)
            planes[c * plane + at] = pixels[at * channels + c];
        return planes;
    }
}
