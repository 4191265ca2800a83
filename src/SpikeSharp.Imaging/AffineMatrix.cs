namespace SpikeSharp.Imaging;

/// <summary>An affine map of pixel coordinates: x′ = A·x + B·y + X, y′ = C·x + D·y + Y.</summary>
/// <param name="A">x′ per x.</param>
/// <param name="B">x′ per y.</param>
/// <param name="X">Shift of x in pixels.</param>
/// <param name="C">y′ per x.</param>
/// <param name="D">y′ per y.</param>
/// <param name="Y">Shift of y in pixels.</param>
public readonly record struct AffineMatrix(double A, double B, double X, double C, double D, double Y)
{
    /// <summary>Where a point goes.</summary>
    /// <param name="x">Horizontal coordinate in pixels.</param>
    /// <param name="y">Vertical coordinate in pixels.</param>
    public (double X, double Y) Map(double x, double y) => (A * x + B * y + X, C * x + D * y + Y);
}
