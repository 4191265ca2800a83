namespace SpikeSharp.Imaging.Charts;

/// <summary>Several charts in one picture.</summary>
public static class Figure
{
    /// <summary>Draws the charts in equal cells, row by row.</summary>
    /// <param name="panels">At least one; null leaves a cell empty.</param>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="panelWidth">Width of a cell in pixels.</param>
    /// <param name="panelHeight">Height of a cell in pixels.</param>
    public static Image Render(IReadOnlyList<Panel?> panels, int columns, int panelWidth = 480, int panelHeight = 360)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(panels.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        columns = Math.Min(columns, panels.Count);
        var rows = (panels.Count + columns - 1) / columns;
        var surface = new Surface(columns * panelWidth, rows * panelHeight);
        for (var i = 0; i < panels.Count; i++)
        {
            var (left, top) = (i % columns * panelWidth, i / columns * panelHeight);
            panels[i]?.Draw(surface, new(left, top, left + panelWidth, top + panelHeight));
        }
        return surface.Finish();
    }
}
