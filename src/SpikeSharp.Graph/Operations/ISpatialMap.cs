using System.Numerics;

namespace SpikeSharp.Graph.Operations;

/// <summary>Works plane by plane and alike on real values and on spikes.</summary>
internal interface ISpatialMap
{
    /// <summary>Fills one plane of the output from one plane of the input.</summary>
    void Apply<T>(ReadOnlySpan<T> source, ValueShape from, Span<T> target, ValueShape to)
        where T : struct, IComparisonOperators<T, T, bool>;
}
