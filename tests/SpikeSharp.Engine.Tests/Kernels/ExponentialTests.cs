using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Reals;

namespace SpikeSharp.Engine.Tests.Kernels;

public sealed class ExponentialTests
{
    // Its remark promises two roundings. A polynomial is no correctly rounded e^x, so its own bits cannot be asked for.
    private const double MostUlps = 2;

    [Fact]
    public void Powers_of_e_are_within_two_roundings()
    {
        for (var i = -87_000; i < 88_000; i += 7)
        {
            var x = i / 1000f;
            var got = Exponential.Of(Vector256.Create(x))[i & 7];
            var wanted = Math.Exp(x);
            var ulp = MathF.BitIncrement((float)wanted) - (float)wanted;
            Assert.True(Math.Abs(got - wanted) <= MostUlps * ulp, $"e^{x} is {got:R}, wanted {wanted:R}");
        }
    }

    [Fact]
    public void What_float32_cannot_hold_is_as_at_its_ends_and_NaN_stays()
    {
        var ends = Exponential.Of(Vector256.Create(float.NegativeInfinity, -1000, -87, 88, 1000, float.PositiveInfinity, float.NaN, 0));
        Assert.Equal(ends[2], ends[0]);
        Assert.Equal(ends[2], ends[1]);
        Assert.Equal(ends[3], ends[4]);
        Assert.Equal(ends[3], ends[5]);
        Assert.True(float.IsNaN(ends[6]));
        Assert.Equal(1, ends[7]);
    }
}
