namespace SpikeSharp.Graph.Operations;

/// <summary>Resizing along one axis: which pixels of the input an output pixel is made of, and with which weights.</summary>
internal sealed class ResizeAxis
{
    private readonly int[] _pixels;
    private readonly double[] _weights;

    internal ResizeAxis(Resize resize, int from, int to, float scale)
    {
        Taps = resize.Mode switch
        {
            ResizeKind.Nearest => 1,
            ResizeKind.Linear => 2,
            _ => 4,
        };
        (_pixels, _weights) = (new int[to * Taps], new double[to * Taps]);
        for (var i = 0; i < to; i++)
        {
            var at = Place(resize.Coordinates, i, from, to, scale > 0 ? scale : (double)to / from);
            var first = (int)Math.Floor(at) - (Taps == 4 ? 1 : 0);
            if (Taps == 1)
                first = Nearest(resize.Rounding, at);
            for (var tap = 0; tap < Taps; tap++)
            {
                // Beyond the border its pixel goes on.
                _pixels[i * Taps + tap] = Math.Clamp(first + tap, 0, from - 1);
                _weights[i * Taps + tap] = Weight(at - (first + tap), resize.CubicCoefficient);
            }
        }
    }

    internal int Taps { get; }

    internal ReadOnlySpan<int> Pixels(int output) => _pixels.AsSpan(output * Taps, Taps);

    internal ReadOnlySpan<double> Weights(int output) => _weights.AsSpan(output * Taps, Taps);

    private static double Place(ResizeCoordinates coordinates, int x, int from, int to, double scale) =>
        coordinates switch
        {
            ResizeCoordinates.AlignCorners => to == 1 ? 0 : (double)x * (from - 1) / (to - 1),
            ResizeCoordinates.Asymmetric => x / scale,
            ResizeCoordinates.PytorchHalfPixel when to == 1 => 0,
            _ => (x + 0.5) / scale - 0.5,
        };

    private static int Nearest(ResizeRounding rounding, double at) =>
        (int)(
            rounding switch
            {
                ResizeRounding.Floor => Math.Floor(at),
                ResizeRounding.Ceil => Math.Ceiling(at),
                ResizeRounding.RoundPreferFloor => Math.Ceiling(at - 0.5),
                _ => Math.Floor(at + 0.5),
            }
        );

    private double Weight(double distance, double a)
    {
        var d = Math.Abs(distance);
        return Taps switch
        {
            1 => 1,
            2 => 1 - d,
            _ when d <= 1 => ((a + 2) * d - (a + 3)) * d * d + 1,
            _ => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a,
        };
    }
}
