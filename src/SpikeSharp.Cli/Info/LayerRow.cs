namespace SpikeSharp.Cli.Info;

/// <summary>One layer of a network.</summary>
/// <param name="Number">Its number in the table of the paper's code.</param>
/// <param name="Block">What it is, and how often.</param>
/// <param name="Shape">Output of one time step, [C, H, W]; of the head [4 + classes, anchors].</param>
/// <param name="Parameters">Trained and frozen numbers, as trained.</param>
/// <param name="TrainedMacs">Multiply-accumulates of an image over all time steps, as trained.</param>
/// <param name="MergedMacs">The same of the compiled network.</param>
internal sealed record LayerRow(int Number, string Block, int[] Shape, long Parameters, long TrainedMacs, long MergedMacs);
