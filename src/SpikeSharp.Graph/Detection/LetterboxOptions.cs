namespace SpikeSharp.Graph.Detection;

/// <summary>How an image is fitted into a rectangle without changing its proportions (spec 5.4, 5.5).</summary>
/// <param name="Width">Width of the rectangle in pixels.</param>
/// <param name="Height">Height of the rectangle in pixels.</param>
/// <param name="Auto">Pad only to the next multiple of <see cref="Stride"/>: the smallest rectangle that the network takes.</param>
/// <param name="ScaleUp">Whether smaller images are enlarged.</param>
/// <param name="Stride">The network's stride, for <see cref="Auto"/>.</param>
public readonly record struct LetterboxOptions(int Width, int Height, bool Auto = false, bool ScaleUp = true, int Stride = 32);
