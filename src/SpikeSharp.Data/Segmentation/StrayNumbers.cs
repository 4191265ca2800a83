namespace SpikeSharp.Data.Segmentation;

/// <summary>Numbers of a mask that are in no class, though the data file does not say that they are to be ignored.</summary>
/// <param name="Mask">The mask file.</param>
/// <param name="X">Column of the first such pixel, from 0.</param>
/// <param name="Y">Its row, from 0.</param>
/// <param name="Number">Its number.</param>
/// <param name="Pixels">Of each such number its pixels.</param>
internal sealed record StrayNumbers(string Mask, int X, int Y, ushort Number, IReadOnlyDictionary<ushort, long> Pixels);
