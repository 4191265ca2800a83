namespace SpikeSharp.Engine.Maps;

/// <summary>Where a run stands in time; it lies in front of the maps, so that steps, which runs share, find that of their run.</summary>
internal unsafe struct RunClock
{
    /// <summary>Time steps before those that are computed now.</summary>
    internal int Before;

    /// <summary>Time steps when those are done.</summary>
    internal int Done;

    internal static RunClock* Of(byte* arena) => (RunClock*)arena;
}
