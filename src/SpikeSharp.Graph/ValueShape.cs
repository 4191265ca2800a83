using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph;

/// <summary>Shape of a value, [C, H, W] for every real time step.</summary>
/// <param name="Channels">C, at least 1.</param>
/// <param name="Height">H, at least 1.</param>
/// <param name="Width">W, at least 1.</param>
/// <param name="Timed">Whether it varies over time ([T, C, H, W]); a static value is the same at every t and computed once.</param>
public readonly record struct ValueShape(int Channels, int Height, int Width, bool Timed)
{
    /// <summary>Elements of one time step.</summary>
    public long Count => (long)Channels * Height * Width;

    /// <summary>Elements of one channel.</summary>
    public int Plane => Height * Width;

    /// <summary>Time steps to compute: <paramref name="timeSteps"/> when timed, else 1.</summary>
    public int Steps(int timeSteps) => Timed ? timeSteps : 1;

    internal int Size(Axis axis) =>
        axis switch
        {
            Axis.Channels => Channels,
            Axis.Height => Height,
            _ => Width,
        };

    internal ValueShape With(Axis axis, int size) =>
        axis switch
        {
            Axis.Channels => this with { Channels = size },
            Axis.Height => this with { Height = size },
            _ => this with { Width = size },
        };

    /// <summary>
    /// An axis between what lies outside of it and inside of it: element (outer, i, inner) stands at (outer·Size + i)·Inner + inner.
    /// </summary>
    internal (int Outer, int Size, int Inner) Around(Axis axis) =>
        axis switch
        {
            Axis.Channels => (1, Channels, Plane),
            Axis.Height => (Channels, Height, Width),
            _ => (Channels * Height, Width, 1),
        };

    /// <inheritdoc/>
    public override string ToString() => $"{(Timed ? "T×" : "")}{Channels}×{Height}×{Width}";
}
