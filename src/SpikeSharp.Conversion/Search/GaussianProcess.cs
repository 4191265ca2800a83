namespace SpikeSharp.Conversion.Search;

/// <summary>
/// A Gaussian process with the Matérn 5/2 kernel of unit variance over standardised targets (docs/spec/spicalib.md 4.2): what some
/// evaluations of a function say about all others.
/// </summary>
public sealed class GaussianProcess
{
    private const double Shortest = 0.02,
        Longest = 2;
    private const int GridPoints = 25,
        Refinements = 40;

    private readonly IReadOnlyList<double[]> _points;
    private readonly double[][] _factor; // L of K + noise · 1 = L Lᵀ, lower triangle, a row each
    private readonly double[] _weights; // (K + noise · 1)⁻¹ y, y standardised
    private readonly double _mean,
        _deviation; // of the targets

    /// <summary>A process with a given length scale.</summary>
    /// <param name="points">At least one point, each with as many finite coordinates, as a rule in 0…1.</param>
    /// <param name="targets">The function there, finite, as many.</param>
    /// <param name="lengthScale">ℓ, above 0, in units of the coordinates.</param>
    /// <param name="noise">Variance that is added to each standardised target, above 0.</param>
    /// <exception cref="ArgumentException">No point, or not as many targets.</exception>
    public GaussianProcess(IReadOnlyList<double[]> points, IReadOnlyList<double> targets, double lengthScale, double noise = 1e-6)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lengthScale);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(noise);
        if (points.Count == 0 || points.Count != targets.Count)
            throw new ArgumentException($"there are {points.Count} points and {targets.Count} targets", nameof(targets));
        (_points, LengthScale) = (points, lengthScale);
        _mean = targets.Average();
        _deviation = Math.Sqrt(targets.Average(y => (y - _mean) * (y - _mean)));
        if (_deviation == 0)
            _deviation = 1; // equal targets: nothing to scale

        _factor = Factorise([
            .. points.Select((a, i) => points.Take(i + 1).Select((b, j) => Kernel(a, b) + (i == j ? noise : 0)).ToArray()),
        ]);
        double[] standardised = [.. targets.Select(y => (y - _mean) / _deviation)];
        _weights = [.. standardised];
        SolveLower(_factor, _weights);
        SolveUpper(_factor, _weights);

        var (fit, size) = (0.0, 0.0);
        for (var i = 0; i < _weights.Length; i++)
            (fit, size) = (fit + standardised[i] * _weights[i], size + Math.Log(_factor[i][i]));
        LogMarginalLikelihood = -fit / 2 - size - _weights.Length / 2.0 * Math.Log(2 * Math.PI);
    }

    /// <summary>ℓ, in units of the coordinates.</summary>
    public double LengthScale { get; }

    /// <summary>−½ yᵀ K⁻¹ y − ½ ln |K| − (n/2) ln 2π of the standardised targets.</summary>
    public double LogMarginalLikelihood { get; }

    /// <summary>
    /// The process whose length scale has the largest marginal likelihood: the best of a grid from 0.02 to 2, refined by golden section.
    /// </summary>
    /// <inheritdoc cref="GaussianProcess(IReadOnlyList{double[]}, IReadOnlyList{double}, double, double)" path="/param"/>
    public static GaussianProcess Fit(IReadOnlyList<double[]> points, IReadOnlyList<double> targets, double noise = 1e-6)
    {
        var (low, step) = (Math.Log(Shortest), Math.Log(Longest / Shortest) / (GridPoints - 1));
        var best = Enumerable.Range(0, GridPoints).Select(i => At(low + i * step)).MaxBy(process => process.LogMarginalLikelihood)!;

        var middle = Math.Log(best.LengthScale);
        var (left, right) = (Math.Max(low, middle - step), Math.Min(Math.Log(Longest), middle + step));
        var ratio = (Math.Sqrt(5) - 1) / 2;
        var (a, b) = (At(right - ratio * (right - left)), At(left + ratio * (right - left)));
        for (var i = 0; i < Refinements; i++)
        {
            if (a.LogMarginalLikelihood >= b.LogMarginalLikelihood)
            {
                (right, b) = (Math.Log(b.LengthScale), a);
                a = At(right - ratio * (right - left));
            }
            else
            {
                (left, a) = (Math.Log(a.LengthScale), b);
                b = At(left + ratio * (right - left));
            }
        }
        return ((GaussianProcess[])[best, a, b]).MaxBy(process => process.LogMarginalLikelihood)!;

        GaussianProcess At(double logarithm) => new(points, targets, Math.Exp(logarithm), noise);
    }

    /// <summary>What is expected of the function at a point, noise left out.</summary>
    /// <param name="point">As many coordinates as the points have.</param>
    /// <returns>Mean and standard deviation, in units of the targets.</returns>
    public (double Mean, double Deviation) Predict(ReadOnlySpan<double> point)
    {
        var count = _points.Count;
        var k = count <= 256 ? stackalloc double[count] : new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            k[i] = Kernel(_points[i], point);
            sum += k[i] * _weights[i];
        }
        SolveLower(_factor, k);
        var explained = 0.0;
        foreach (var value in k)
            explained += value * value;
        return (_mean + _deviation * sum, _deviation * Math.Sqrt(Math.Max(0, 1 - explained)));
    }

    // k(r) = (1 + q + q²/3) e^(−q), q = √5 r / ℓ
    private double Kernel(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var square = 0.0;
        for (var i = 0; i < a.Length; i++)
            square += (a[i] - b[i]) * (a[i] - b[i]);
        var q = Math.Sqrt(5 * square) / LengthScale;
        return (1 + q + q * q / 3) * Math.Exp(-q);
    }

    // Cholesky, in place. The noise keeps every pivot above 0.
    private static double[][] Factorise(double[][] matrix)
    {
        for (var i = 0; i < matrix.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i][j];
                for (var k = 0; k < j; k++)
                    sum -= matrix[i][k] * matrix[j][k];
                matrix[i][j] = i == j ? Math.Sqrt(sum) : sum / matrix[j][j];
            }
        }
        return matrix;
    }

    private static void SolveLower(double[][] factor, Span<double> x)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var row = factor[i];
            var sum = x[i];
            for (var j = 0; j < i; j++)
                sum -= row[j] * x[j];
            x[i] = sum / row[i];
        }
    }

    private static void SolveUpper(double[][] factor, Span<double> x)
    {
        for (var i = x.Length - 1; i >= 0; i--)
        {
            x[i] /= factor[i][i];
            for (var j = 0; j < i; j++)
                x[j] -= factor[i][j] * x[i];
        }
    }
}
