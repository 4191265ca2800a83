using SpikeSharp.Engine.Kernels.Lanes;
using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Steps;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>Rows of sums for the kernels of neurons.</summary>
internal static unsafe class NeuronCases
{
    private const int Pixels = 2;

    // 0: plain. 1: pixels apart, a residual, the sum kept. 2: two residuals, two layers of neurons, borderline potentials decided
    // elsewhere.
    public const int OneStepVariants = 3;

    private static readonly (NeuronKind Equation, float MaxSpikes, float Threshold, float Slope, float Ceiling, bool Quantised)[] Kinds =
    [
        (NeuronKind.ILif, 4, 1, 0, float.PositiveInfinity, false),
        (NeuronKind.ILif, 255, 1, 0, float.PositiveInfinity, false),
        (NeuronKind.Lif, 1, 0.7f, 0, float.PositiveInfinity, false),
        (NeuronKind.Relu, 1, 1, 0, float.PositiveInfinity, false),
        (NeuronKind.Relu, 1, 1, 0.1f, 2, false),
        (NeuronKind.Relu, 1, 1, 0, float.PositiveInfinity, true),
    ];

    // Each kind with reals, spikes and signed spikes as its residual, and T = 1 and 3.
    public static int OverTimeVariants => Kinds.Length * 6;

    private static readonly BurstIfParameters[] Rules =
    [
        new(5),
        new(1, ResetsToZero: true),
        new(5, NegativeSlope: 0.1),
        new(5, Calibration: SpikeCalibration.Signed),
        new(127, Calibration: SpikeCalibration.Signed),
        new(5, Calibration: SpikeCalibration.Corrected),
        new(5, Calibration: SpikeCalibration.Corrected, Allowance: 2, RestoresMembrane: false),
        new(5, Calibration: SpikeCalibration.Published, Allowance: 1),
    ];

    // Each rule from the first step on, and in the middle of a run with a residual and the sum kept.
    public static int BurstVariants => Rules.Length * 2;

    public static Action OneStep<TSum, TLanes>(KernelMemory memory, int length, int variant)
        where TSum : struct, ISum
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var row = Sums<TSum>(memory, length, steps: 1, gap: variant);
        var residuals = (MapRow*)memory.Room(2 * sizeof(MapRow));
        row.Residuals = residuals;
        row.ResidualCount = variant;
        for (var k = 0; k < variant; k++)
            residuals[k] = Reals(memory, length, steps: 1, gap: k);
        if (variant == 1)
            (row.Value, row.ValueSteps) = (Written<float>(memory, length, 1, gap: 2), 1);
        row.NeuronCount = variant == 2 ? 2 : 1;
        row.Neurons = (NeuronRow*)memory.Room(2 * sizeof(NeuronRow));
        for (var k = 0; k < row.NeuronCount; k++)
            row.Neurons[k] = new NeuronRow
            {
                Output = Written<byte>(memory, length, 1, gap: k),
                Steps = 1,
                Equation = NeuronKind.ILif,
                MaxSpikes = k == 0 ? 4 : 255,
                Decay = 0.25f,
                Threshold = 1,
            };
        var decision = Decisions(memory, row, variant == 2);
        return () => OneStepNeurons.Row<TSum, TLanes>(in row, new Borderline(decision, null, 0, 0, 0));
    }

    public static Action OverTime<TLanes>(KernelMemory memory, int length, int variant)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var kind = Kinds[variant / 6];
        int residual = variant % 3,
            steps = variant / 3 % 2 == 0 ? 1 : 3;
        var row = Sums<RealSum>(memory, length, steps, gap: 1);
        row.Residuals = (MapRow*)memory.Room(sizeof(MapRow));
        row.ResidualCount = 1;
        row.Residuals[0] = residual switch
        {
            0 => Reals(memory, length, steps, gap: 0),
            1 => Spikes(memory, length, steps, signed: false),
            _ => Spikes(memory, length, steps, signed: true),
        };
        (row.Value, row.ValueSteps) = (Written<float>(memory, length, steps, gap: 0), steps);
        row.Neurons = (NeuronRow*)memory.Room(sizeof(NeuronRow));
        row.NeuronCount = 1;
        row.Neurons[0] = new NeuronRow
        {
            Output = kind.Equation == NeuronKind.Relu ? Written<float>(memory, length, steps, 1) : Written<byte>(memory, length, steps, 1),
            Steps = steps,
            Equation = kind.Equation,
            MaxSpikes = kind.MaxSpikes,
            Decay = 0.25f,
            Threshold = kind.Threshold,
            Slope = kind.Slope,
            Ceiling = kind.Ceiling,
            Numbers = kind.Quantised ? memory.Positive(length) : null,
        };
        var decision = Decisions(memory, row, variant % 2 == 1 && kind.Equation != NeuronKind.Relu);
        return () => NeuronsOverTime.Row<RealSum, TLanes>(in row, new Borderline(decision, null, 0, 0, 0));
    }

    public static Action Bursts<TLanes>(KernelMemory memory, int length, int variant)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        const int Steps = 6;
        var rule = Rules[variant / 2];
        var later = variant % 2 == 1;
        var row = Sums<RealSum>(memory, length, Steps, gap: 1);
        row.Before = later ? 17 : 0;
        if (later)
        {
            row.Residuals = (MapRow*)memory.Room(sizeof(MapRow));
            row.ResidualCount = 1;
            row.Residuals[0] = Spikes(memory, length, Steps, signed: true);
            (row.Value, row.ValueSteps) = (Written<float>(memory, length, Steps, gap: 0), Steps);
        }
        var planes = NeuronForm.Planes(rule.Calibration);
        var state = memory.Reals(Pixels * planes * length);
        // Counts and steps of a run: whole numbers, the last firing not in the future.
        for (var i = 0; i < Pixels * planes * length; i++)
            state[i] =
                i / Math.Max(1, length) % planes == 0 ? state[i] / 3
                : later ? memory.Next(17)
                : 0;
        memory.Compare(state, Pixels * planes * length);
        row.Neurons = (NeuronRow*)memory.Room(sizeof(NeuronRow));
        row.NeuronCount = 1;
        row.Neurons[0] = new NeuronRow
        {
            Output = Written<byte>(memory, length, Steps, 1),
            Steps = Steps,
            Equation = NeuronKind.BurstIf,
            MaxSpikes = rule.MaxSpikes,
            Burst = rule,
            Numbers = memory.Positive(length),
            State = state,
            StatePixel = (nint)planes * length,
            StatePlane = length,
            Planes = planes,
        };
        return () => BurstNeurons.Row<RealSum, TLanes>(in row, 0);
    }

    private static SumRow Sums<TSum>(KernelMemory memory, int length, int steps, int gap)
        where TSum : struct, ISum
    {
        var count = Places(length, steps, gap);
        byte* sums = null;
        if (typeof(TSum) == typeof(RealSum))
            sums = (byte*)memory.Reals(count, edges: true);
        else if (typeof(TSum) == typeof(ShortSum))
        {
            var shorts = (short*)memory.Any(count * sizeof(short));
            for (var i = 0; i < count; i += 3)
                shorts[i] = (i % 4) switch
                {
                    0 => short.MinValue,
                    1 => short.MaxValue,
                    _ => (short)(memory.Next(40) - 20),
                };
            sums = (byte*)shorts;
        }
        else if (typeof(TSum) == typeof(IntegerSum))
        {
            var integers = (int*)memory.Any(count * sizeof(int));
            for (var i = 0; i < count; i++)
                integers[i] >>= 8 + memory.Next(20);
            sums = (byte*)integers;
        }
        var whole = typeof(TSum) == typeof(ShortSum) || typeof(TSum) == typeof(IntegerSum);
        var scale = memory.Reals(length);
        for (var c = 0; c < length && whole; c++)
            scale[c] = c % 2 == 0 ? 0.5f : scale[c] / 100;
        return new SumRow
        {
            Sums = sums,
            SumPixel = (nint)(length + gap) * TSum.Bytes,
            SumStep = (nint)Pixels * (length + gap) * TSum.Bytes,
            Scale = scale,
            Bias = memory.Reals(length, edges: true),
            Steps = steps,
            Pixels = Pixels,
            Channels = length,
        };
    }

    // The last pixel's last channel is the last thing before the guard.
    private static int Places(int length, int steps, int gap) => (steps * Pixels - 1) * (length + gap) + length;

    private static MapRow Row(void* first, int length, int gap, int size) =>
        new()
        {
            First = (byte*)first,
            Pixel = (nint)(length + gap) * size,
            Step = (nint)Pixels * (length + gap) * size,
        };

    private static MapRow Reals(KernelMemory memory, int length, int steps, int gap) =>
        Row(memory.Reals(Places(length, steps, gap), edges: true), length, gap, sizeof(float));

    private static MapRow Spikes(KernelMemory memory, int length, int steps, bool signed)
    {
        var row = Row(memory.Any(Places(length, steps, 3)), length, 3, 1);
        (row.IsSpikes, row.IsSigned) = (true, signed);
        return row;
    }

    private static MapRow Written<T>(KernelMemory memory, int length, int steps, int gap)
        where T : unmanaged
    {
        var count = Places(length, steps, gap);
        return Row(memory.Compare((T*)memory.Room(count * sizeof(T)), count), length, gap, sizeof(T));
    }

    // Writes 9 where it is asked, and notes for which lanes it was.
    private static SpikeDecision? Decisions(KernelMemory memory, SumRow row, bool matters)
    {
        if (!matters)
            return null;
        var asked = memory.Compare(
            memory.Room(Pixels * row.Steps * row.NeuronCount * row.Channels),
            Pixels * row.Steps * row.NeuronCount * row.Channels
        );
        return (_, k, t, _, x, channel, lanes) =>
        {
            for (var i = 0; lanes >> i != 0 && i < 64; i++)
            {
                if ((lanes >> i & 1) == 0)
                    continue;
                asked[((x * row.Steps + t) * row.NeuronCount + k) * row.Channels + channel + i]++;
                row.Neurons[k].Output.At(t, x)[channel + i] = 9;
            }
        };
    }
}
