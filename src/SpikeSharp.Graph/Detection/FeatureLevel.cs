namespace SpikeSharp.Graph.Detection;

/// <summary>One map of the detection head.</summary>
/// <param name="Height">Rows of cells.</param>
/// <param name="Width">Cells in a row.</param>
/// <param name="Stride">Pixels of the network's input a cell is wide and high: 8, 16, 32.</param>
public readonly record struct FeatureLevel(int Height, int Width, int Stride)
{
    /// <summary>Cells of the map, each of which is an anchor.</summary>
    public int Cells => Height * Width;
}
