namespace SpikeSharp.Data.Augmentation;

/// <summary>An object's box on the canvas at hand.</summary>
/// <param name="Class">Its class, from 0.</param>
/// <param name="X1">Left edge, pixels.</param>
/// <param name="Y1">Top edge, pixels.</param>
/// <param name="X2">Right edge, pixels.</param>
/// <param name="Y2">Bottom edge, pixels.</param>
internal readonly record struct PixelBox(int Class, float X1, float Y1, float X2, float Y2)
{
    public float Width => X2 - X1;

    public float Height => Y2 - Y1;

    public PixelBox Clip(float width, float height) =>
        new(Class, Math.Clamp(X1, 0, width), Math.Clamp(Y1, 0, height), Math.Clamp(X2, 0, width), Math.Clamp(Y2, 0, height));
}
