namespace SpikeSharp.Engine.Steps;

/// <summary>When a step is done.</summary>
internal enum Phase
{
    /// <summary>Once, before time begins: what depends on the image alone.</summary>
    Before,

    /// <summary>At every time step.</summary>
    Over,

    /// <summary>Whenever the result is wanted: what follows the mean over time.</summary>
    After,
}
