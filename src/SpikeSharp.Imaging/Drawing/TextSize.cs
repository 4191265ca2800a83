namespace SpikeSharp.Imaging.Drawing;

/// <summary>The room a text takes.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height above the base line in pixels.</param>
/// <param name="Below">What hangs below the base line, in pixels.</param>
public readonly record struct TextSize(int Width, int Height, int Below);
