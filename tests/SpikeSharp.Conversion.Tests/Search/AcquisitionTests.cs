using SpikeSharp.Conversion.Search;

namespace SpikeSharp.Conversion.Tests.Search;

public sealed class AcquisitionTests
{
    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(-3, 1, 0)]
    [InlineData(0.5, 0.01, 0.52)]
    [InlineData(2, 1, 0)]
    [InlineData(-7.9, 1, 0)]
    [InlineData(30, 2, 1)]
    [InlineData(-30, 2, 1)]
    public void Expected_improvement_is_the_mean_of_what_lies_above_the_best(double mean, double deviation, double best)
    {
        // Simpson's rule over what lies above the best, to 12 deviations.
        const int Intervals = 20_000;
        var (from, to) = (Math.Max(best, mean - 12 * deviation), Math.Max(best, mean + 12 * deviation));
        var (step, sum) = ((to - from) / Intervals, 0.0);
        for (var i = 0; i <= Intervals; i++)
        {
            var (f, weight) = (
                from + i * step,
                i is 0 or Intervals ? 1
                : i % 2 == 1 ? 4
                : 2
            );
            var z = (f - mean) / deviation;
            sum += weight * (f - best) * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / deviation;
        }
        Assert.Equal(sum * step / 3, Acquisition.ExpectedImprovement(mean, deviation, best), 1e-11);
    }

    [Fact]
    public void Without_doubt_only_what_is_better_improves()
    {
        Assert.Equal(2, Acquisition.ExpectedImprovement(5, 0, 3));
        Assert.Equal(0, Acquisition.ExpectedImprovement(3, 0, 5));
        Assert.Equal(0.5, Acquisition.ExpectedImprovement(5, 0, 3, xi: 1.5));
    }

    [Fact]
    public void The_confidence_bound_is_linear() => Assert.Equal(1 + 2.576 * 3, Acquisition.UpperConfidenceBound(1, 3, 2.576));
}
