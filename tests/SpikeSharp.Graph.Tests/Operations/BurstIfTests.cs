using FsCheck;
using FsCheck.Fluent;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Operations;

public sealed class BurstIfTests
{
    // In float32, as the golden numbers were made.
    private delegate int StepRule(float input, int t, ref BurstIfState<float> state);

    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/burst_if.gamma1")]
    [InlineData("spicalib/burst_if.gamma2")]
    [InlineData("spicalib/burst_if.gamma5")]
    [InlineData("spicalib/burst_if.hard")]
    [InlineData("spicalib/burst_if.half")]
    [InlineData("spicalib/burst_if.signed")]
    public void Neuron_agrees(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var p = new BurstIfParameters(
            golden.Int("gamma"),
            golden.OrZero("v0"),
            golden.Bool("signed") ? SpikeCalibration.Signed : SpikeCalibration.None,
            ResetsToZero: golden.Params.GetProperty("reset").GetString() == "hard"
        );
        var (spikes, membranes, _) = Run(golden, "x", p, (float u, int t, ref BurstIfState<float> state) =>
            BurstIf.Step(u, t, ref state, p)
        );
        GoldenCase.Near("spikes", golden.Doubles(golden.Role("spikes")), spikes, golden.Within("spikes").Abs, 0);
        GoldenCase.Near("membrane", golden.Doubles(golden.Role("mem_after_reset")), membranes, golden.Within("mem").Abs, 0);
    }

    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/burst_if.unlimited")]
    public void Without_a_limit_the_count_is_the_running_maximum(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var p = new BurstIfParameters(golden.Int("gamma"));
        var (_, _, states) = Run(golden, "x", p, (float u, int t, ref BurstIfState<float> state) =>
        {
            var n = BurstIf.Step(u, t, ref state, p);
            state.Net += n;
            return n;
        });
        golden.Compare(golden.Role("cumulative_spike_count"), Array.ConvertAll(states, state => (double)state.Net));
    }

    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/leaky_if.gamma1")]
    [InlineData("spicalib/leaky_if.gamma5")]
    public void Leaky_neuron_agrees(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var p = new BurstIfParameters(golden.Int("gamma"), NegativeSlope: golden.Double("slope"));
        var (spikes, membranes, _) = Run(golden, "x", p, (float u, int t, ref BurstIfState<float> state) =>
            BurstIf.Step(u, t, ref state, p)
        );
        GoldenCase.Near("spikes", golden.Doubles(golden.Role("spikes")), spikes, 0, 0);
        GoldenCase.Near("membrane", golden.Doubles(golden.Role("mem_after_reset")), membranes, 0, 0);
    }

    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/calib.ref.allow0")]
    [InlineData("spicalib/calib.ref.allow1")]
    [InlineData("spicalib/calib.ref.allow3")]
    [InlineData("spicalib/calib.fixed.allow0")]
    [InlineData("spicalib/calib.fixed.allow1")]
    [InlineData("spicalib/calib.fixed.allow3")]
    public void Calibration_agrees(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var published = id.Contains(".ref.", StringComparison.Ordinal);
        // In the published class an allowance of 0 means that there is no calibration.
        var off = published && golden.Int("allowance") == 0;
        var p = new BurstIfParameters(
            Calibration: off ? SpikeCalibration.None
                : published ? SpikeCalibration.Published
                : SpikeCalibration.Corrected,
            Allowance: golden.Int("allowance")
        );
        var (sent, _, states) = Run(golden, "spikes_in", p, (float n, int t, ref BurstIfState<float> state) =>
            off ? (int)n : BurstIf.Calibrate((int)n, t, ref state, p)
        );
        GoldenCase.Near("sent", golden.Doubles(golden.Role("out")), sent, golden.Within("abs").Abs, 0);
        if (off)
            return;
        GoldenCase.Near(
            "net",
            golden.Doubles(golden.Role(published ? "cumulative_state" : "cumulative_emitted")),
            Array.ConvertAll(states, state => (double)state.Net),
            0,
            0
        );
        GoldenCase.Near(
            "interval",
            golden.Doubles(golden.Role("average_interval")),
            Array.ConvertAll(states, state => (double)state.Interval),
            golden.Within("average_interval").Abs,
            0
        );
        GoldenCase.Near(
            "last",
            golden.Doubles(golden.Role("last_spike_time")),
            Array.ConvertAll(states, state => (double)state.LastFiring),
            0,
            0
        );
        GoldenCase.Near(
            "firings",
            golden.Doubles(golden.Role("firing_events")),
            Array.ConvertAll(states, state => (double)state.Firings),
            0,
            0
        );
    }

    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/calib.neuron_ref.allow0")]
    [InlineData("spicalib/calib.neuron_ref.allow1")]
    [InlineData("spicalib/calib.neuron_ref.allow3")]
    [InlineData("spicalib/calib.neuron_fixed.allow0")]
    [InlineData("spicalib/calib.neuron_fixed.allow1")]
    [InlineData("spicalib/calib.neuron_fixed.allow3")]
    [InlineData("spicalib/calib.neuron_fixed_restore.allow0")]
    [InlineData("spicalib/calib.neuron_fixed_restore.allow1")]
    [InlineData("spicalib/calib.neuron_fixed_restore.allow3")]
    public void Calibrated_neuron_agrees(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var published = id.Contains("neuron_ref", StringComparison.Ordinal);
        var p = new BurstIfParameters(
            golden.Int("gamma"),
            Calibration: published ? SpikeCalibration.Published : SpikeCalibration.Corrected,
            Allowance: golden.Int("allowance"),
            RestoresMembrane: golden.Bool("restore_membrane")
        );
        var (sent, membranes, _) = Run(golden, "x", p, (float u, int t, ref BurstIfState<float> state) => BurstIf.Step(u, t, ref state, p));
        GoldenCase.Near("sent", golden.Doubles(golden.Role("out")), sent, golden.Within("out").Abs, 0);
        GoldenCase.Near("membrane", golden.Doubles(golden.Role("mem")), membranes, golden.Within("mem").Abs, 0);
    }

    [Fact]
    public void Corrected_calibration_never_takes_back_more_than_was_sent_and_loses_nothing()
    {
        Hold(train =>
        {
            var p = new BurstIfParameters(Calibration: SpikeCalibration.Corrected, Allowance: train.Length % 5);
            var state = BurstIf.Start<double>(p);
            double sum = 0;
            long net = 0;
            for (var t = 0; t < train.Length; t++)
            {
                sum += train[t];
                net += BurstIf.Step(train[t], t, ref state, p);
                Assert.True(net >= 0);
                Assert.Equal(net, state.Net);
                // v + S = Σu: in sixteenths of a threshold, so nothing is rounded.
                Assert.Equal(sum, state.Membrane + net);
            }
        });
    }

    [Fact]
    public void Signed_neuron_counts_the_floor_of_what_has_come_in()
    {
        Hold(train =>
        {
            var p = new BurstIfParameters(1_000_000, 0.5, SpikeCalibration.Signed);
            var state = BurstIf.Start<double>(p);
            var sum = 0.5;
            for (var t = 0; t < train.Length; t++)
            {
                sum += train[t];
                BurstIf.Step(train[t], t, ref state, p);
                Assert.Equal(Math.Max(0, Math.Floor(sum)), state.Net);
            }
        });
    }

    [Fact]
    public void Unsigned_neuron_counts_the_largest_floor_so_far()
    {
        Hold(train =>
        {
            var p = new BurstIfParameters(1_000_000);
            var state = BurstIf.Start<double>(p);
            double sum = 0,
                largest = 0;
            long count = 0;
            for (var t = 0; t < train.Length; t++)
            {
                sum += train[t];
                largest = Math.Max(largest, Math.Floor(sum));
                count += BurstIf.Step(train[t], t, ref state, p);
                Assert.Equal(largest, count);
            }
        });
    }

    [Fact]
    public void NaN_fires_nothing()
    {
        var p = new BurstIfParameters();
        var state = BurstIf.Start<double>(p);
        Assert.Equal(0, BurstIf.Step(double.NaN, 0, ref state, p));
    }

    private static void Hold(Action<double[]> property) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(new Replay(new Rnd(2207, 2703), null)),
            Prop.ForAll(Trains(), property)
        );

    private static Arbitrary<double[]> Trains() =>
        ArbMap.Default.GeneratorFor<int>().Resize(64).Select(n => n / 16.0).ArrayOf().Where(train => train.Length <= 50).ToArbitrary();

    private static (double[] Out, double[] Membranes, BurstIfState<float>[] States) Run(
        GoldenCase golden,
        string input,
        BurstIfParameters p,
        StepRule rule
    )
    {
        var numbers = golden.Floats(input);
        int steps = golden.Shape(input)[0],
            neurons = numbers.Length / steps;
        var (sent, membranes, states) = (new double[numbers.Length], new double[numbers.Length], new BurstIfState<float>[numbers.Length]);
        for (var i = 0; i < neurons; i++)
        {
            var state = BurstIf.Start<float>(p);
            for (int t = 0, at = i; t < steps; t++, at += neurons)
            {
                sent[at] = rule(numbers[at], t, ref state);
                (membranes[at], states[at]) = (state.Membrane, state);
            }
        }
        return (sent, membranes, states);
    }
}
