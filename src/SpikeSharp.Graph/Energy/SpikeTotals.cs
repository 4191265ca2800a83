namespace SpikeSharp.Graph.Energy;

/// <summary>What a value made of spikes has sent in all, element by element: sums over the time steps of one image.</summary>
/// <param name="shape">Of one time step.</param>
/// <param name="maxSpikes">D or γ.</param>
public sealed class SpikeTotals(ValueShape shape, int maxSpikes)
{
    /// <summary>Shape of one time step.</summary>
    public ValueShape Shape { get; } = shape;

    /// <summary>D or γ.</summary>
    public int MaxSpikes { get; } = maxSpikes;

    /// <summary>Time steps so far.</summary>
    public int Steps { get; set; }

    /// <summary>Spikes less those taken back, [C, H, W] row-major.</summary>
    public float[] Net { get; } = new float[shape.Count];

    /// <summary>Spikes of either sign: what a burst of n, or of −n, counts n.</summary>
    public float[] Units { get; } = new float[shape.Count];

    /// <summary>Steps in which it was not zero.</summary>
    public float[] Firings { get; } = new float[shape.Count];

    /// <summary>Steps in which no element was beyond −1, 0, 1.</summary>
    public int UnitSteps { get; set; }
}
