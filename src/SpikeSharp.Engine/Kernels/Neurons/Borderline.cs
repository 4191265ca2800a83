using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Lanes;

namespace SpikeSharp.Engine.Kernels.Neurons;

/// <summary>Writes the spikes that some neurons of a pixel emit at t, decided in float64.</summary>
/// <param name="arena">The maps.</param>
/// <param name="neurons">Which layer of neurons.</param>
/// <param name="t">Time step.</param>
/// <param name="y">Row.</param>
/// <param name="x">Column.</param>
/// <param name="channel">Channel of the first lane.</param>
/// <param name="lanes">Which of the channels from there on, the first in the lowest bit.</param>
internal unsafe delegate void SpikeDecision(byte* arena, int neurons, int t, int y, int x, int channel, ulong lanes);

/// <summary>Potentials so near to a boundary between two counts of spikes that float32 cannot be trusted to decide.</summary>
/// <param name="decide">Who decides them; null where float32 does.</param>
/// <param name="arena">The maps.</param>
/// <param name="y">Row.</param>
/// <param name="x">Column of the first pixel.</param>
/// <param name="firstChannel">Channel of the first sum.</param>
internal readonly unsafe struct Borderline(SpikeDecision? decide, byte* arena, int y, int x, int firstChannel)
{
    internal bool Matters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => decide is not null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Decide(int neurons, int t, int pixel, int c, ulong lanes) =>
        decide!(arena, neurons, t, y, x + pixel, firstChannel + c, lanes);

    /// <summary>Which clipped potentials are halfway between two spikes, or nearly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong NearHalf<TLanes>(TLanes p)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.WhereGreater(TLanes.Abs(p - TLanes.Round(p)), TLanes.Create(0.5f) - Margin(p));

    /// <summary>Which potentials are at the threshold, or nearly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong NearThreshold<TLanes>(TLanes u, TLanes threshold)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.WhereGreater(Margin(threshold), TLanes.Abs(u - threshold));

    // How far float32 may be off: some hundred of its roundings.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Margin<TLanes>(TLanes p)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Create(1e-5f) + TLanes.Create(2e-6f) * p;
}
