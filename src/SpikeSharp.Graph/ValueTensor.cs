using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph;

/// <summary>The numbers of one value: [T, C, H, W], or [1, C, H, W] when it is static; integer spikes or real numbers.</summary>
public sealed class ValueTensor
{
    private readonly double[]? _reals;
    private readonly byte[]? _spikes;

    /// <summary>Real numbers.</summary>
    /// <param name="shape">Of one time step.</param>
    /// <param name="timeSteps">Rows: T, or 1 for a static value.</param>
    /// <param name="reals">All of them, row-major; taken over.</param>
    public ValueTensor(ValueShape shape, int timeSteps, double[] reals) => (Shape, TimeSteps, _reals) = (shape, timeSteps, reals);

    internal ValueTensor(ValueShape shape, int timeSteps, byte[] spikes, int maxSpikes, bool signed = false) =>
        (Shape, TimeSteps, _spikes, MaxSpikes, IsSigned) = (shape, timeSteps, spikes, maxSpikes, signed);

    /// <summary>Shape of one time step.</summary>
    public ValueShape Shape { get; }

    /// <summary>Rows stored: T, or 1 for a static value.</summary>
    public int TimeSteps { get; }

    /// <summary>D, the bound of the integer spikes; 0 for real numbers.</summary>
    public int MaxSpikes { get; }

    /// <summary>Whether these are integer spikes.</summary>
    public bool IsSpikes => _spikes is not null;

    /// <summary>Whether spikes may be negative: then each byte is a signed one.</summary>
    public bool IsSigned { get; }

    /// <summary>Integer spikes 0…D, or −D…D as signed bytes, row-major; empty for real numbers.</summary>
    public ReadOnlySpan<byte> Spikes => _spikes;

    /// <summary>Real numbers, row-major; empty for spikes.</summary>
    public ReadOnlySpan<double> Reals => _reals;

    /// <summary>All numbers rounded to float32: what goes to a file or is compared with another library.</summary>
    public float[] ToFloats() =>
        _reals is null ? Array.ConvertAll(_spikes!, s => (float)Number(s)) : Array.ConvertAll(_reals, x => (float)x);

    internal byte[] SpikeArray => _spikes!;

    /// <summary>The numbers as float64; not copied when they are already.</summary>
    internal double[] ToReals() => _reals ?? Array.ConvertAll(_spikes!, s => (double)Number(s));

    /// <summary>What a byte of <see cref="Spikes"/> stands for.</summary>
    internal int Number(byte spike) => IsSigned ? (sbyte)spike : spike;

    /// <summary>Where the row of time step t starts; a static value has one row for all.</summary>
    internal int Row(int t) => TimeSteps == 1 ? 0 : t * (int)Shape.Count;

    /// <summary>The same numbers in the same order under another shape of as many elements.</summary>
    internal ValueTensor Reshaped(ValueShape shape) =>
        _spikes is null ? new(shape, TimeSteps, _reals!) : new(shape, TimeSteps, _spikes, MaxSpikes, IsSigned);

    /// <summary>
    /// Numbers that only move: element i of each time step of the result is element <paramref name="sources"/>[i] here, or zero where that
    /// is negative.
    /// </summary>
    internal ValueTensor Moved(ValueShape shape, int[] sources) =>
        _spikes is null
            ? new(shape, TimeSteps, Move(_reals!, sources))
            : new(shape, TimeSteps, Move(_spikes, sources), MaxSpikes, IsSigned);

    /// <summary>Real numbers computed from one time step at a time.</summary>
    internal ValueTensor MapSteps(ValueShape shape, StepMap map)
    {
        var source = ToReals();
        var target = new double[TimeSteps * shape.Count];
        for (var t = 0; t < TimeSteps; t++)
            map(source.AsSpan(Row(t), (int)Shape.Count), target.AsSpan((int)(t * shape.Count), (int)shape.Count));
        return new ValueTensor(shape, TimeSteps, target);
    }

    /// <summary>Fills one time step of the output, zero at first, from that of the input.</summary>
    internal delegate void StepMap(ReadOnlySpan<double> source, Span<double> target);

    private T[] Move<T>(T[] source, int[] sources)
        where T : struct
    {
        var target = new T[TimeSteps * sources.Length];
        for (var t = 0; t < TimeSteps; t++)
        {
            var from = source.AsSpan(Row(t));
            var to = target.AsSpan(t * sources.Length, sources.Length);
            for (var i = 0; i < to.Length; i++)
                to[i] = sources[i] < 0 ? default : from[sources[i]];
        }
        return target;
    }

    internal ValueTensor MapPlanes(ValueShape shape, ISpatialMap map)
    {
        if (IsSigned)
            return new ValueTensor(shape, TimeSteps, (byte[])(Array)Map((sbyte[])(Array)_spikes!, shape, map), MaxSpikes, signed: true);
        if (_spikes is not null)
            return new ValueTensor(shape, TimeSteps, Map(_spikes, shape, map), MaxSpikes);
        return new ValueTensor(shape, TimeSteps, Map(_reals!, shape, map));
    }

    private T[] Map<T>(T[] source, ValueShape shape, ISpatialMap map)
        where T : struct, System.Numerics.IComparisonOperators<T, T, bool>
    {
        var target = new T[TimeSteps * shape.Count];
        for (var p = 0; p < TimeSteps * shape.Channels; p++)
            map.Apply<T>(source.AsSpan(p * Shape.Plane, Shape.Plane), Shape, target.AsSpan(p * shape.Plane, shape.Plane), shape);
        return target;
    }
}
