using SpikeSharp.Engine.Kernels.Lanes;
using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Steps;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>What defines the vectors is itself what the Graph's neurons say, number by number.</summary>
public sealed unsafe class ScalarNeuronTests
{
    private const int Count = 500;

    public static TheoryData<int, SpikeCalibration, int, bool, double, bool> Bursts() =>
        new()
        {
            { 5, SpikeCalibration.None, 0, true, 0, false },
            { 1, SpikeCalibration.None, 0, true, 0, true },
            { 5, SpikeCalibration.None, 0, true, 0.125, false },
            { 5, SpikeCalibration.Signed, 0, true, 0, false },
            { 5, SpikeCalibration.Corrected, 0, true, 0, false },
            { 5, SpikeCalibration.Corrected, 2, false, 0, false },
            { 5, SpikeCalibration.Published, 1, true, 0, false },
        };

    [Theory]
    [MemberData(nameof(Bursts))]
    public void Burst_lanes_are_BurstIf_in_float32(
        int most,
        SpikeCalibration calibration,
        int allowance,
        bool restores,
        double slope,
        bool resets
    )
    {
        var p = new BurstIfParameters(most, 0, calibration, allowance, restores, slope, resets);
        var random = new Random(7);
        const int Steps = 40;
        var planes = NeuronForm.Planes(p.Calibration);
        float* current = stackalloc float[Steps],
            remembered = stackalloc float[planes];
        var spikes = stackalloc byte[Steps];
        for (var neuron = 0; neuron < Count; neuron++)
        {
            var state = BurstIf.Start<float>(p);
            new Span<float>(remembered, planes).Clear();
            new Span<byte>(spikes, Steps).Clear();
            // Currents that fire, stay silent and turn round; sixteenths are exact in float32 however they are added.
            for (var t = 0; t < Steps; t++)
                current[t] = random.Next(-24, 48 - t) / 16f;
            float one = 1,
                zero = 0;
            var neurons = new NeuronRow
            {
                Output = new MapRow { First = spikes, Step = 1 },
                Steps = Steps,
                Equation = NeuronKind.BurstIf,
                Burst = p,
                Numbers = &one,
                State = remembered,
                StatePlane = 1,
                Planes = planes,
            };
            var row = new SumRow
            {
                Sums = (byte*)current,
                SumStep = sizeof(float),
                Scale = &one,
                Bias = &zero,
                Neurons = &neurons,
                NeuronCount = 1,
                Steps = Steps,
                Pixels = 1,
                Channels = 1,
            };
            BurstNeurons.Row<RealSum, ScalarLanes>(in row, 0);
            for (var t = 0; t < Steps; t++)
                Assert.Equal(BurstIf.Step(current[t], t, ref state, in p), (sbyte)spikes[t]);
            Assert.Equal(state.Membrane, remembered[0]);
        }
    }

    [Theory]
    [InlineData(NeuronKind.ILif, 4, 1)]
    [InlineData(NeuronKind.ILif, 255, 1)]
    [InlineData(NeuronKind.Lif, 1, 0.75f)]
    public void Lanes_over_time_are_the_steps_of_ILif_and_Lif(NeuronKind equation, int most, float threshold)
    {
        var random = new Random(8);
        const int Steps = 8;
        var current = stackalloc float[Steps];
        var spikes = stackalloc byte[Steps];
        for (var neuron = 0; neuron < Count; neuron++)
        {
            new Span<byte>(spikes, Steps).Clear();
            // Eighths: halves and thresholds are met exactly, and a quarter of what is left over is exact too.
            for (var t = 0; t < Steps; t++)
                current[t] = random.Next(40) == 0 ? float.NaN : random.Next(-16, 12 * Math.Min(most, 8)) / 8f;
            float one = 1,
                zero = 0;
            var neurons = new NeuronRow
            {
                Output = new MapRow { First = spikes, Step = 1 },
                Steps = Steps,
                Equation = equation,
                MaxSpikes = most,
                Decay = 0.25f,
                Threshold = threshold,
            };
            var row = new SumRow
            {
                Sums = (byte*)current,
                SumStep = sizeof(float),
                Scale = &one,
                Bias = &zero,
                Neurons = &neurons,
                NeuronCount = 1,
                Steps = Steps,
                Pixels = 1,
                Channels = 1,
            };
            NeuronsOverTime.Row<RealSum, ScalarLanes>(in row, default);
            var step = default(NeuronStep);
            for (var t = 0; t < Steps; t++)
            {
                step =
                    equation == NeuronKind.ILif
                        ? ILif.Step(current[t], step.AfterReset, most, 0.25f)
                        : Lif.Step(current[t], step.AfterReset, threshold, 0.25f);
                Assert.Equal(step.Spikes, spikes[t]);
            }
        }
    }
}
