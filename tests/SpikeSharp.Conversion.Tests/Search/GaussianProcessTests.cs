using SpikeSharp.Conversion.Search;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Testing;

namespace SpikeSharp.Conversion.Tests.Search;

public sealed class GaussianProcessTests
{
    [SkippableTheory]
    [Trait("Category", "Golden")]
    [InlineData("spicalib/bayes.gp_matern")]
    public void Posterior_likelihood_and_acquisitions_are_those_of_the_golden_case(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var targets = golden.Doubles("y");
        var process = new GaussianProcess(
            [.. golden.Doubles("X").Chunk(1)],
            targets,
            golden.Double("length_scale"),
            golden.Double("alpha")
        );
        var posterior = golden.Doubles("query").Chunk(1).Select(x => process.Predict(x)).ToArray();
        golden.Compare<double>("mean", Array.ConvertAll(posterior, p => p.Mean));
        golden.Compare<double>("std", Array.ConvertAll(posterior, p => p.Deviation));
        golden.Compare<double>(
            "ucb",
            Array.ConvertAll(posterior, p => Acquisition.UpperConfidenceBound(p.Mean, p.Deviation, golden.Double("kappa")))
        );
        golden.Compare<double>(
            "ei",
            Array.ConvertAll(posterior, p => Acquisition.ExpectedImprovement(p.Mean, p.Deviation, targets.Max(), golden.Double("xi")))
        );
        golden.Compare<double>("log_marginal_likelihood", [process.LogMarginalLikelihood]);
    }

    [Fact]
    public void It_goes_through_its_data_and_knows_nothing_far_away()
    {
        var (points, targets) = Samples(12, x => Math.Sin(5 * x[0]) + x[1]);
        var process = new GaussianProcess(points, targets, 0.3);
        foreach (var (point, target) in points.Zip(targets))
        {
            var (mean, deviation) = process.Predict(point);
            Assert.Equal(target, mean, 1e-4);
            Assert.InRange(deviation, 0, 2e-3);
        }
        var far = process.Predict([1000, 1000]);
        var average = targets.Average();
        Assert.Equal(average, far.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(targets.Average(y => (y - average) * (y - average))), far.Deviation, 1e-9);
    }

    [Fact]
    public void Equal_targets_are_expected_everywhere()
    {
        var process = GaussianProcess.Fit(
            [
                [0.1],
                [0.5],
                [0.9],
            ],
            [7, 7, 7]
        );
        Assert.Equal(7, process.Predict([0.3]).Mean);
        Assert.True(double.IsFinite(process.LogMarginalLikelihood));
    }

    [Fact]
    public void Points_that_coincide_do_not_break_it()
    {
        var process = GaussianProcess.Fit(
            [
                [0.5],
                [0.5],
                [0.5 + 1e-12],
            ],
            [1, 2, 3]
        );
        Assert.Equal(2, process.Predict([0.5]).Mean, 1e-3);
    }

    [Fact]
    public void The_length_scale_is_that_of_the_largest_likelihood()
    {
        var (points, targets) = Samples(20, x => Math.Sin(6 * x[0]) * Math.Cos(3 * x[1]));
        var fit = GaussianProcess.Fit(points, targets);
        Assert.InRange(fit.LengthScale, 0.02, 2);
        for (var scale = 0.02; scale <= 2; scale *= 1.05)
            Assert.True(new GaussianProcess(points, targets, scale).LogMarginalLikelihood <= fit.LogMarginalLikelihood + 1e-9);
        foreach (var near in new[] { 0.999, 1.001 })
            Assert.True(new GaussianProcess(points, targets, fit.LengthScale * near).LogMarginalLikelihood <= fit.LogMarginalLikelihood);
    }

    [Fact]
    public void It_needs_points_and_as_many_targets()
    {
        Assert.Throws<ArgumentException>(() => new GaussianProcess([], [], 1));
        Assert.Contains(
            "2 points and 1 targets",
            Assert
                .Throws<ArgumentException>(() =>
                    new GaussianProcess(
                        [
                            [0.0],
                            [1.0],
                        ],
                        [1],
                        1
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new GaussianProcess(
                [
                    [0.0],
                ],
                [1],
                0
            )
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new GaussianProcess(
                [
                    [0.0],
                ],
                [1],
                1,
                noise: 0
            )
        );
    }

    private static (double[][] Points, double[] Targets) Samples(int count, Func<double[], double> function)
    {
        var random = new CounterRandom(3, 0, 0, RandomStream.Search);
        var points = new double[count][];
        for (var i = 0; i < count; i++)
            points[i] = [random.NextDouble(), random.NextDouble()];
        return (points, Array.ConvertAll(points, p => function(p)));
    }
}
