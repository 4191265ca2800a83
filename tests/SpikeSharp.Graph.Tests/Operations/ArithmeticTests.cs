using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Operations;

/// <summary>Operations on real numbers, static and over time.</summary>
public sealed class ArithmeticTests
{
    // [2, 1, 3]
    private static readonly InputTensor Image = Graphs.Image(1, 3, 1, -2, 3, 0, 5, -6);

    public static TheoryData<Operation, double[]> Functions =>
        new()
        {
            { new Reduce(ReduceKind.Mean, false, true, true), [2 / 3.0, -1 / 3.0] },
            { new Reduce(ReduceKind.Sum, true, false, false), [1, 3, -3] },
            { new Reduce(ReduceKind.Max, true, true, true), [5] },
            { new Reduce(ReduceKind.Min, false, false, true), [-2, -6] },
            { new Affine(Graphs.Weight([2, -1], 2), Graphs.Weight([0.5f, 1], 2)), [2.5, -3.5, 6.5, 1, -4, 7] },
            { new ArgMax(Axis.Channels), [0, 1, 0] },
            { new ArgMax(Axis.Width), [2, 1] },
            { new ArgMax(Axis.Height), [0, 0, 0, 0, 0, 0] },
            { new Softmax(Axis.Channels, false), [S(1), S(-7), S(9), S(-1), S(7), S(-9)] },
            {
                new Softmax(Axis.Channels, true),
                [Math.Log(S(1)), Math.Log(S(-7)), Math.Log(S(9)), Math.Log(S(-1)), Math.Log(S(7)), Math.Log(S(-9))]
            },
            { new Softmax(Axis.Height, false), [1, 1, 1, 1, 1, 1] },
            { new Relu(0.5f), [1, -1, 3, 0, 5, -3] },
            { new Relu(Ceiling: 2), [1, 0, 2, 0, 2, 0] },
            { new Relu(0.25f, 4), [1, -0.5, 3, 0, 4, -1.5] },
        };

    public static TheoryData<ActivationKind, float, float, double, double> Activations =>
        new()
        {
            { ActivationKind.Sigmoid, 0, 0, 1, 0.7310585786300049 },
            { ActivationKind.Sigmoid, 0, 0, -800, 0 },
            { ActivationKind.Tanh, 0, 0, 0.5, 0.46211715726000973 },
            { ActivationKind.Exp, 0, 0, 1, Math.E },
            { ActivationKind.Log, 0, 0, 2, 0.6931471805599453 },
            { ActivationKind.Sqrt, 0, 0, 2.25, 1.5 },
            { ActivationKind.SiLU, 0, 0, -1, -0.2689414213699951 },
            { ActivationKind.Gelu, 0, 0, 1, 0.8413447460685429 },
            { ActivationKind.Gelu, 0, 0, -3, -0.004049694095 },
            { ActivationKind.Gelu, 1, 0, 1, 0.8411919906082768 },
            { ActivationKind.Elu, 0.5f, 0, -1, -0.3160602794142788 },
            { ActivationKind.Elu, 0.5f, 0, 2, 2 },
            { ActivationKind.HardSwish, 0, 0, -1.5, -0.375 },
            { ActivationKind.HardSwish, 0, 0, 4, 4 },
            { ActivationKind.HardSigmoid, 0.25f, 0.5f, 1, 0.75 },
            { ActivationKind.Softplus, 0, 0, 1, 1.3132616875182228 },
            { ActivationKind.Softplus, 0, 0, 900, 900 },
            { ActivationKind.Mish, 0, 0, 1, 0.8650983882673103 },
            { ActivationKind.Negate, 0, 0, 3, -3 },
            { ActivationKind.Abs, 0, 0, -3, 3 },
            { ActivationKind.Reciprocal, 0, 0, 4, 0.25 },
            { ActivationKind.Clip, -1, 2, 3, 2 },
            { ActivationKind.Clip, -1, 2, -3, -1 },
            { ActivationKind.Erf, 0, 0, 0.5, 0.5204998778130465 },
            { ActivationKind.Erf, 0, 0, -3, -0.9999779095030014 },
            { ActivationKind.Erf, 0, 0, 9, 1 },
        };

    public static TheoryData<CombineKind, double[]> Combinations =>
        new()
        {
            { CombineKind.Add, [3, 0, 5, 3, 8, -3] },
            { CombineKind.Subtract, [-1, -4, 1, -3, 2, -9] },
            { CombineKind.Multiply, [2, -4, 6, 0, 15, -18] },
            { CombineKind.Divide, [0.5, -1, 1.5, 0, 5 / 3.0, -2] },
            { CombineKind.Maximum, [2, 2, 3, 3, 5, 3] },
            { CombineKind.Minimum, [1, -2, 2, 0, 3, -6] },
            { CombineKind.Power, [1, 4, 9, 0, 125, -216] },
        };

    [Theory]
    [MemberData(nameof(Functions))]
    public void By_hand(Operation operation, double[] wanted) =>
        Near(wanted, Graphs.Run(Image, 1, (g, x) => g.Add("y", operation, x)).Reals);

    [Theory]
    [MemberData(nameof(Functions))]
    public void Each_time_step_is_computed_by_itself(Operation operation, double[] wanted)
    {
        // x − n(x) + n(x): varies over time on the way, and is x at every step.
        var y = Graphs.Run(Image, 3, (g, x) =>
        {
            var spikes = g.Neuron("n", x, new ILif(2));
            return g.Add("y", operation, g.Add("back", g.Add("less", new Combine(CombineKind.Subtract), x, spikes), spikes));
        });
        Assert.Equal(3, y.TimeSteps);
        Near([.. wanted, .. wanted, .. wanted], y.Reals);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_have_their_known_values(ActivationKind kind, float alpha, float beta, double x, double wanted) =>
        Near([wanted], Graphs.Run(Graphs.Image(1, 1, (float)x), 1, (g, v) => g.Add("y", new Activation(kind, alpha, beta), v)).Reals);

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Two_values_are_combined_and_sizes_of_one_are_stretched(CombineKind kind, double[] wanted)
    {
        var y = Graphs.Run(Image, 1, (g, x) => g.Add("y", new Combine(kind), x, g.Add("c", new Constant(Graphs.Weight([2, 3], 2, 1, 1)))));
        Near(wanted, y.Reals);
    }

    [Fact]
    public void Both_operands_may_be_stretched()
    {
        var y = Graphs.Run(Graphs.Image(1, 3, 1, 2, 3), 1, (g, x) =>
            g.Add("y", new Combine(CombineKind.Multiply), x, g.Add("c", new Constant(Graphs.Weight([10, 100], 2, 1, 1))))
        );
        Assert.Equal([10, 20, 30, 100, 200, 300], y.Reals.ToArray());
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused() =>
        Assert.Throws<GraphException>(() =>
            Graphs.Run(Image, 1, (g, x) =>
                g.Add("y", new Combine(CombineKind.Add), x, g.Add("c", new Constant(Graphs.Weight([2, 3], 1, 1, 2))))
            )
        );

    private static double S(double x) => 1 / (1 + Math.Exp(-x));

    private static void Near(double[] wanted, ReadOnlySpan<double> got)
    {
        Assert.Equal(wanted.Length, got.Length);
        for (var i = 0; i < wanted.Length; i++)
            Assert.Equal(wanted[i], got[i], 1e-12);
    }
}
