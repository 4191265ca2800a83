using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SpikeSharp.Engine.Exactness;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>What follows the sums of a convolution, in one pass: scale, bias, residual, membrane with decay and soft reset, clip, round,
/// spikes
/// as bytes (spec 1.1 and 1.3).</summary>
/// <remarks>Multiplications and additions are not fused, so every width of vectors gives the same bits.</remarks>
internal sealed unsafe class OutputStage
{
    private const int Lanes = 8;
    private const int WideLanes = 16;

    /// <summary>Layers of neurons that may look at one sum.</summary>
    internal const int MostNeurons = 8;

    private readonly float[] _bias;
    private readonly float[] _scale;
    private readonly MapView[] _residuals;
    private readonly MapView? _value;
    private readonly NeuronOutput[] _neurons;
    private readonly ExactValue? _exact;
    private readonly int _steps;
    private readonly bool _isUsual;
    private readonly bool _bursts;

    /// <param name="channels">Of the sum.</param>
    /// <param name="bias">One a channel, or null for none.</param>
    /// <param name="scale">What a sum is multiplied with, one a channel; null where sums are the numbers themselves.</param>
    /// <param name="residuals">Maps that are added.</param>
    /// <param name="value">Where the sum is kept, if anywhere.</param>
    /// <param name="neurons">Who looks at the sum.</param>
    /// <param name="exact">The sum in float64, for potentials near a boundary; null where float32 decides.</param>
    internal OutputStage(
        int channels,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> scale,
        MapView[] residuals,
        MapView? value,
        NeuronOutput[] neurons,
        ExactValue? exact
    )
    {
        var padded = channels + WideLanes;
        (_bias, _scale) = (new float[padded], new float[padded]);
        bias.CopyTo(_bias);
        if (scale.IsEmpty)
            Array.Fill(_scale, 1f);
        else
            scale.CopyTo(_scale);
        (_residuals, _value, _neurons, _exact) = (residuals, value, neurons, exact);
        _steps = value?.Buffer.Steps ?? 1;
        foreach (var neuron in neurons)
            _steps = Math.Max(_steps, neuron.View.Buffer.Steps);
        _bursts = neurons.Length > 0 && neurons.All(neuron => neuron.IsBurst);
        _isUsual =
            _steps == 1
            && residuals.All(residual => !residual.Buffer.IsSpikes)
            && neurons.All(neuron => neuron.Neuron.Equation == NeuronKind.ILif);
    }

    /// <summary>Finishes some channels of some pixels of a row.</summary>
    /// <typeparam name="TSum">How sums are read.</typeparam>
    /// <param name="arena">The maps.</param>
    /// <param name="sums">Sums of the first pixel at t = 0.</param>
    /// <param name="pixelSums">Bytes from pixel to pixel.</param>
    /// <param name="stepSums">Bytes from time step to time step; 0 for sums that are the same at every t.</param>
    /// <param name="y">Row.</param>
    /// <param name="x">First column.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="firstChannel">First channel.</param>
    /// <param name="channels">How many.</param>
    internal void Row<TSum>(
        byte* arena,
        byte* sums,
        nint pixelSums,
        nint stepSums,
        int y,
        int x,
        int pixels,
        int firstChannel,
        int channels
    )
        where TSum : struct, ISum
    {
        if (_isUsual)
            OneStep<TSum>(arena, sums, pixelSums, y, x, pixels, firstChannel, channels);
        else if (_bursts)
            for (var k = 0; k < _neurons.Length; k++)
                Bursts<TSum>(k, arena, sums, pixelSums, stepSums, y, x, pixels, firstChannel, channels);
        else
            for (var i = 0; i < pixels; i++)
                Pixel<TSum>(arena, sums + i * pixelSums, stepSums, y, x + i, firstChannel, channels);
    }

    /// <summary>The usual case, T = 1 and I-LIF, where a neuron has no past, and residuals of real numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneStep<TSum>(byte* arena, byte* sums, nint pixelSums, int y, int x, int pixels, int firstChannel, int channels)
        where TSum : struct, ISum
    {
        int residuals = _residuals.Length,
            neurons = _neurons.Length;
        var judges = _exact is not null;
        var residual = stackalloc float*[residuals];
        var spikes = stackalloc byte*[neurons];
        var most = stackalloc float[neurons];
        for (var k = 0; k < residuals; k++)
            residual[k] = (float*)_residuals[k].At(arena, 0, y, x) + firstChannel;
        for (var k = 0; k < neurons; k++)
        {
            spikes[k] = _neurons[k].View.At(arena, 0, y, x) + firstChannel;
            most[k] = _neurons[k].Neuron.MaxSpikes;
        }
        var value = _value is { } kept ? (float*)kept.At(arena, 0, y, x) + firstChannel : null;
        nint valueStep = _value?.Buffer.Channels ?? 0;
        fixed (
            float* bias = &_bias[firstChannel],
                scale = &_scale[firstChannel]
        )
        {
            for (var i = 0; i < pixels; i++)
            {
                var c = 0;
                if (Avx512F.IsSupported)
                {
                    for (; c <= channels - WideLanes; c += WideLanes)
                    {
                        var u = TSum.LoadWide(sums, c) * Vector512.Load(scale + c) + Vector512.Load(bias + c);
                        for (var k = 0; k < residuals; k++)
                            u += Vector512.Load(residual[k] + c);
                        if (value != null)
                            u.Store(value + c);
                        for (var k = 0; k < neurons; k++)
                        {
                            var p = Clip(u, Vector512.Create(most[k]));
                            var fired = Avx512F.ConvertToVector512Int32(p);
                            Avx512F.ConvertToVector128Byte(fired).Store(spikes[k] + c);
                            if (judges && Near(p, fired) is not 0 and var near)
                                Judge(arena, k, 0, y, x + i, firstChannel + c, near);
                        }
                    }
                }
                for (; c < channels; c += Lanes)
                {
                    var lanes = Math.Min(Lanes, channels - c);
                    var u = TSum.Load(sums, c) * Vector256.Load(scale + c) + Vector256.Load(bias + c);
                    for (var k = 0; k < residuals; k++)
                        u += Vector256.Load(residual[k] + c);
                    if (value != null)
                        Store(u, value + c, lanes);
                    for (var k = 0; k < neurons; k++)
                    {
                        var p = Clip(u, Vector256.Create(most[k]));
                        Store(Vector256.ConvertToInt32Native(Vector256.Round(p)), spikes[k] + c, lanes);
                        var near = judges ? Near(p) & (1u << lanes) - 1 : 0;
                        if (near != 0)
                            Judge(arena, k, 0, y, x + i, firstChannel + c, near);
                    }
                }
                sums += pixelSums;
                value += valueStep;
                for (var k = 0; k < residuals; k++)
                    residual[k] += _residuals[k].Buffer.Channels;
                for (var k = 0; k < neurons; k++)
                    spikes[k] += _neurons[k].View.Buffer.Channels;
            }
        }
    }

    private void Bursts<TSum>(
        int k,
        byte* arena,
        byte* sums,
        nint pixelSums,
        nint stepSums,
        int y,
        int x,
        int pixels,
        int firstChannel,
        int channels
    )
        where TSum : struct, ISum
    {
        var p = _neurons[k].Neuron.Burst;
        if (p is { NegativeSlope: > 0 } or { ResetsToZero: true } or { Calibration: SpikeCalibration.Published })
            Bursts<TSum, OtherBurst>(k, arena, sums, pixelSums, stepSums, y, x, pixels, firstChannel, channels);
        else if (p.Calibration == SpikeCalibration.Corrected)
            Bursts<TSum, CorrectedBurst>(k, arena, sums, pixelSums, stepSums, y, x, pixels, firstChannel, channels);
        else if (p.Calibration == SpikeCalibration.Signed)
            Bursts<TSum, SignedBurst>(k, arena, sums, pixelSums, stepSums, y, x, pixels, firstChannel, channels);
        else
            Bursts<TSum, PlainBurst>(k, arena, sums, pixelSums, stepSums, y, x, pixels, firstChannel, channels);
    }

    /// <summary>Burst neurons: what they remember goes to memory and back once for the time steps that go together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Bursts<TSum, TRule>(
        int k,
        byte* arena,
        byte* sums,
        nint pixelSums,
        nint stepSums,
        int y,
        int x,
        int pixels,
        int firstChannel,
        int channels
    )
        where TSum : struct, ISum
        where TRule : struct, IBurstRule
    {
        var (view, p, state) = (_neurons[k].View, _neurons[k].Neuron.Burst, _neurons[k].State!);
        // The first neurons keep the sum for whoever else reads it.
        var value = k == 0 && _value is { } kept ? (float*)kept.At(arena, 0, y, x) + firstChannel : null;
        nint valuePixel = _value?.Buffer.Channels ?? 0,
            valueStep = _value is { Buffer: { Steps: > 1 } buffer } ? buffer.StepBytes / sizeof(float) : 0;
        var spikes = view.At(arena, 0, y, x) + firstChannel;
        nint spikePixel = view.Buffer.PixelBytes,
            spikeStep = view.Buffer.StepBytes;
        var remembered = state.At(arena, y, x) + firstChannel;
        nint statePixel = state.Buffer.Channels,
            stateChannels = state.Channels;
        int planes = Math.Min(TRule.Planes, _neurons[k].Planes),
            before = RunClock.Of(arena)->Before,
            steps = _steps;
        fixed (
            float* bias = &_bias[firstChannel],
                scale = &_scale[firstChannel],
                inverse = &_neurons[k].Numbers[firstChannel]
        )
        {
            for (var i = 0; i < pixels; i++)
            {
                for (var c = 0; c < channels; c += WideLanes)
                {
                    var lanes = Math.Min(WideLanes, channels - c);
                    var neurons = BurstLanes.Load(remembered + c, stateChannels, planes);
                    Vector512<float> b = Vector512.Load(bias + c),
                        s = Vector512.Load(scale + c),
                        reciprocal = Vector512.Load(inverse + c);
                    for (var t = 0; t < steps; t++)
                    {
                        var sum = TSum.LoadWide(sums + t * stepSums, c) * s + b;
                        foreach (var residual in _residuals)
                            sum += LoadWide(residual, residual.At(arena, t, y, x + i), firstChannel + c);
                        if (value != null && (t == 0 || valueStep != 0))
                            Store(sum, value + t * valueStep + c, lanes);
                        Store(
                            Vector512.ConvertToInt32Native(TRule.Step(ref neurons, sum * reciprocal, before + t, in p)),
                            spikes + t * spikeStep + c,
                            lanes
                        );
                    }
                    neurons.Store(remembered + c, stateChannels, planes, lanes);
                }
                sums += pixelSums;
                value += value == null ? 0 : valuePixel;
                spikes += spikePixel;
                remembered += statePixel;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pixel<TSum>(byte* arena, byte* sums, nint stepSums, int y, int x, int firstChannel, int channels)
        where TSum : struct, ISum
    {
        var afterReset = stackalloc Vector256<float>[MostNeurons];
        fixed (
            float* bias = &_bias[firstChannel],
                scale = &_scale[firstChannel]
        )
        {
            for (var c = 0; c < channels; c += Lanes)
            {
                var lanes = Math.Min(Lanes, channels - c);
                for (var k = 0; k < _neurons.Length; k++)
                    afterReset[k] = Vector256<float>.Zero;
                for (var t = 0; t < _steps; t++)
                {
                    var sum = TSum.Load(sums + t * stepSums, c) * Vector256.Load(scale + c) + Vector256.Load(bias + c);
                    foreach (var residual in _residuals)
                        sum += Load(residual, residual.At(arena, t, y, x), firstChannel + c);
                    if (_value is { } value && t < value.Buffer.Steps)
                        Store(sum, (float*)value.At(arena, t, y, x) + firstChannel + c, lanes);
                    for (var k = 0; k < _neurons.Length; k++)
                    {
                        if (t < _neurons[k].View.Buffer.Steps)
                            Emit(arena, k, t, y, x, firstChannel + c, sum, ref afterReset[k], lanes);
                    }
                }
            }
        }
    }

    private void Emit(byte* arena, int k, int t, int y, int x, int channel, Vector256<float> current, ref Vector256<float> h, int lanes)
    {
        var (view, neuron) = (_neurons[k].View, _neurons[k].Neuron);
        var pixel = view.At(arena, t, y, x);
        if (neuron.Equation == NeuronKind.Relu)
        {
            Store(
                Rectify(neuron, neuron.Quantum is null ? default : Vector256.Create(_neurons[k].Numbers.AsSpan(channel)), current),
                (float*)pixel + channel,
                lanes
            );
            return;
        }
        var u = Vector256.Create(neuron.Decay) * h + current;
        var threshold = Vector256.Create(neuron.Threshold);
        uint near;
        Vector256<float> spikes;
        if (neuron.Equation == NeuronKind.ILif)
        {
            var p = Clip(u, Vector256.Create((float)neuron.MaxSpikes));
            (spikes, near) = (Vector256.Round(p), Near(p));
        }
        else
        {
            spikes = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(u, threshold), Vector256<float>.One, Vector256<float>.Zero);
            near = Vector256.LessThan(Vector256.Abs(u - threshold), Margin(threshold)).ExtractMostSignificantBits();
        }
        Store(Vector256.ConvertToInt32Native(spikes), pixel + channel, lanes);
        near &= (1u << lanes) - 1;
        if (_exact is not null && near != 0)
        {
            Judge(arena, k, t, y, x, channel, near);
            for (var i = 0; i < lanes; i++)
                spikes = spikes.WithElement(i, pixel[channel + i]);
        }
        h = u - threshold * spikes;
    }

    private static Vector256<float> Rectify(Neuron neuron, Vector256<float> quantum, Vector256<float> x)
    {
        if (neuron.Quantum is not null)
            x = quantum * Vector256.Floor(Vector256.Create(0.5f) + x / quantum);
        var y = Vector256.ConditionalSelect(
            Vector256.GreaterThan(x, Vector256<float>.Zero),
            x,
            neuron.Slope == 0 ? Vector256<float>.Zero : x * neuron.Slope
        );
        return neuron.Ceiling is { } most ? Vector256.Min(y, Vector256.Create(most)) : y;
    }

    /// <summary>Decides in float64 where float32 cannot be trusted to.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Judge(byte* arena, int k, int t, int y, int x, int channel, ulong lanes)
    {
        var (view, neuron) = (_neurons[k].View, _neurons[k].Neuron);
        for (; lanes != 0; lanes &= lanes - 1)
        {
            var c = channel + BitOperations.TrailingZeroCount(lanes);
            var step = default(NeuronStep);
            for (var past = 0; past <= t; past++)
            {
                var current = _exact!.At(arena, past, y, x, c);
                step =
                    neuron.Equation == NeuronKind.ILif
                        ? ILif.Step(current, step.AfterReset, neuron.MaxSpikes, neuron.Decay)
                        : Lif.Step(current, step.AfterReset, neuron.Threshold, neuron.Decay);
            }
            view.At(arena, t, y, x)[c] = (byte)step.Spikes;
        }
    }

    // How far float32 may be off: some hundred of its roundings.
    private static Vector512<float> Margin(Vector512<float> p) => Vector512.Create(1e-5f) + Vector512.Create(2e-6f) * p;

    private static Vector256<float> Margin(Vector256<float> p) => Vector256.Create(1e-5f) + Vector256.Create(2e-6f) * p;

    /// <summary>Which clipped potentials are halfway between two spikes, or nearly.</summary>
    private static ulong Near(Vector512<float> p, Vector512<int> fired) =>
        Vector512
            .GreaterThan(Vector512.Abs(p - Vector512.ConvertToSingle(fired)), Vector512.Create(0.5f) - Margin(p))
            .ExtractMostSignificantBits();

    private static uint Near(Vector256<float> p) =>
        Vector256.GreaterThan(Vector256.Abs(p - Vector256.Round(p)), Vector256.Create(0.5f) - Margin(p)).ExtractMostSignificantBits();

    // The comparisons send NaN to 0 spikes, as ILif.Step does.
    private static Vector256<float> Clip(Vector256<float> u, Vector256<float> most)
    {
        var positive = Vector256.ConditionalSelect(Vector256.GreaterThan(u, Vector256<float>.Zero), u, Vector256<float>.Zero);
        return Vector256.ConditionalSelect(Vector256.LessThan(positive, most), positive, most);
    }

    // vmaxps gives its second operand where the first is NaN: the same bits as above.
    private static Vector512<float> Clip(Vector512<float> u, Vector512<float> most) =>
        Avx512F.Min(Avx512F.Max(u, Vector512<float>.Zero), most);

    private static Vector256<float> Load(MapView view, byte* pixel, int channel)
    {
        if (!view.Buffer.IsSpikes)
            return Vector256.Load((float*)pixel + channel);
        var bytes = Vector64.Load(pixel + channel).ToVector128Unsafe();
        if (view.Buffer.IsSigned)
            return Vector256.ConvertToSingle(Vector256.WidenLower(Vector128.WidenLower(bytes.AsSByte()).ToVector256Unsafe()));
        var shorts = Vector128.WidenLower(bytes);
        return Vector256.ConvertToSingle(Vector256.WidenLower(shorts.ToVector256Unsafe()).AsInt32());
    }

    internal static void Store(Vector256<float> values, float* target, int lanes)
    {
        if (lanes == Lanes)
        {
            values.Store(target);
            return;
        }
        for (var i = 0; i < lanes; i++)
            target[i] = values.GetElement(i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LoadWide(MapView view, byte* pixel, int channel)
    {
        if (!view.Buffer.IsSpikes)
            return Vector512.Load((float*)pixel + channel);
        return Vector512.Create(Load(view, pixel, channel), Load(view, pixel, channel + Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store(Vector512<float> values, float* target, int lanes)
    {
        if (lanes == WideLanes)
            values.Store(target);
        else
            for (var i = 0; i < lanes; i++)
                target[i] = values.GetElement(i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<int> spikes, byte* target, int lanes)
    {
        var bytes = Avx512F.IsSupported
            ? Avx512F.ConvertToVector128Byte(spikes)
            : Vector128.Narrow(
                Vector256.Narrow(spikes.GetLower(), spikes.GetUpper()).AsUInt16().GetLower(),
                Vector256.Narrow(spikes.GetLower(), spikes.GetUpper()).AsUInt16().GetUpper()
            );
        if (lanes == WideLanes)
            bytes.Store(target);
        else
            for (var i = 0; i < lanes; i++)
                target[i] = bytes.GetElement(i);
    }

    private static void Store(Vector256<int> spikes, byte* target, int lanes)
    {
        var shorts = Vector128.Narrow(spikes.GetLower(), spikes.GetUpper());
        var bytes = Vector128.Narrow(shorts.AsUInt16(), shorts.AsUInt16()).AsUInt64().ToScalar();
        if (lanes == Lanes)
        {
            *(ulong*)target = bytes;
            return;
        }
        for (var i = 0; i < lanes; i++)
            target[i] = (byte)(bytes >> 8 * i);
    }

    /// <summary>Zeros the borders of what was written to rows [first, end).</summary>
    internal void ClearHalos(byte* arena, int first, int end)
    {
        if (_value is { } value)
            Clear(value, arena, first, end);
        foreach (var neuron in _neurons)
            Clear(neuron.View, arena, first, end);
    }

    private static void Clear(MapView view, byte* arena, int first, int end)
    {
        for (var t = 0; t < view.Buffer.Steps; t++)
            view.ClearHalo(arena, t, first, end);
    }
}

/// <summary>How the output stage reads sums.</summary>
internal unsafe interface ISum
{
    /// <summary>Bytes of a sum.</summary>
    static abstract int Bytes { get; }

    /// <summary>Eight sums as float32.</summary>
    static abstract Vector256<float> Load(byte* sums, int index);

    /// <summary>Sixteen sums as float32.</summary>
    static abstract Vector512<float> LoadWide(byte* sums, int index);
}

/// <summary>16-bit integers.</summary>
internal readonly unsafe struct ShortSum : ISum
{
    public static int Bytes => sizeof(short);

    public static Vector256<float> Load(byte* sums, int index) =>
        Vector256.ConvertToSingle(Vector256.WidenLower(Vector128.Load((short*)sums + index).ToVector256Unsafe()));

    public static Vector512<float> LoadWide(byte* sums, int index) =>
        Vector512.ConvertToSingle(Vector512.WidenLower(Vector256.Load((short*)sums + index).ToVector512Unsafe()));
}

/// <summary>32-bit integers; below 2^24 in size they are exact as float32.</summary>
internal readonly unsafe struct IntegerSum : ISum
{
    public static int Bytes => sizeof(int);

    public static Vector256<float> Load(byte* sums, int index) => Vector256.ConvertToSingle(Vector256.Load((int*)sums + index));

    public static Vector512<float> LoadWide(byte* sums, int index) => Vector512.ConvertToSingle(Vector512.Load((int*)sums + index));
}

/// <summary>float32.</summary>
internal readonly unsafe struct RealSum : ISum
{
    public static int Bytes => sizeof(float);

    public static Vector256<float> Load(byte* sums, int index) => Vector256.Load((float*)sums + index);

    public static Vector512<float> LoadWide(byte* sums, int index) => Vector512.Load((float*)sums + index);
}

/// <summary>No convolution: zero, to which residuals are added.</summary>
internal readonly unsafe struct NoSum : ISum
{
    public static int Bytes => 0;

    public static Vector256<float> Load(byte* sums, int index) => Vector256<float>.Zero;

    public static Vector512<float> LoadWide(byte* sums, int index) => Vector512<float>.Zero;
}
