namespace SpikeSharp.Imaging.Charts;

/// <summary>One chart of a <see cref="Figure"/>. Texts are ASCII; other letters become question marks.</summary>
public abstract record Panel
{
    /// <summary>Over the chart; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Under the horizontal axis; empty for none.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>Beside the vertical axis; empty for none.</summary>
    public string YLabel { get; init; } = "";

    internal abstract void Draw(Surface surface, Area area);
}
