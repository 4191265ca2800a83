namespace SpikeSharp.Charts;

/// <summary>Where the names of the series stand.</summary>
public enum LegendPlace
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>In the corner of the chart where the fewest points are.</summary>
    Inside,

    /// <summary>At the right of the chart.</summary>
    Right,
}
