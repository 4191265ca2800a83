using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>
/// One convolution that stands for a chain of linear steps, with zero padding and exact at the borders (docs/spec/spikeyolo.md 4.2).
/// Computed in float64, rounded once.
/// </summary>
/// <param name="Weight">float64 [Cout, Cin/groups, k, k].</param>
/// <param name="Bias">float64 [Cout].</param>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">Zeros around the input.</param>
/// <param name="Groups">Groups of channels.</param>
public sealed record MergedConvolution(Tensor Weight, Tensor Bias, int Stride, int Padding, int Groups)
{
    /// <summary>The chain that this convolution stands for, where that is cheaper to run; empty for a plain convolution.</summary>
    public IReadOnlyList<MergedConvolution> Factors { get; private init; } = [];

    /// <summary>A plain convolution.</summary>
    public static MergedConvolution Of(Convolution c)
    {
        var weight = c.Taps.Detach().To(DType.Float64);
        var bias = c.Bias?.Detach().To(DType.Float64) ?? Tensor.Zeros([weight.Size(0)], DType.Float64);
        return new(weight, bias, c.Stride, c.Padding, c.Groups);
    }

    /// <summary>
    /// RepConv: W[o,i,u,v] = s2[o] Σ_c P[o,c] K[c,u,v] s1[c] A[c,i];  b[o] = t2[o] + s2[o] Σ_c P[o,c] t1[c] Σ_uv K[c,u,v].
    /// </summary>
    public static MergedConvolution Of(RepConv rep)
    {
        var (a, k, p) = (Matrix(rep.Reduce), Taps(rep.Depthwise), Matrix(rep.Expand)); // [C, I], [C, kk], [O, C]
        var (s1, t1) = ScaleAndShift(rep.Pad.Norm);
        var (kernel, channels) = (rep.Depthwise.Weight.Size(2), a.Size(0));
        var inner = (k * s1.Unsqueeze(1)).Unsqueeze(2) * a.Unsqueeze(1); // [C, kk, I]
        var weight = p.MatMul(inner.Reshape(channels, -1)).Reshape(p.Size(0), kernel, kernel, -1).Permute(0, 3, 1, 2);
        var bias = p.MatMul((t1 * k.Sum([1])).Unsqueeze(1)).Squeeze(1);
        var depthwise = Depthwise(rep.Depthwise);
        return new MergedConvolution(weight, bias, 1, (int)(kernel / 2), 1)
        {
            Factors = [Pointwise(a * s1.Unsqueeze(1), t1, (int)(kernel / 2)), depthwise, Pointwise(p, Zeros(p), 0)],
        }.Then(rep.Norm);
    }

    /// <summary>SepRepConv: W[o,i,u,v] = K[o,u,v] P[o,i] s1[i];  b[o] = Σ_uv K[o,u,v] · Σ_i P[o,i] t1[i].</summary>
    public static MergedConvolution Of(SepRepConv rep)
    {
        var (p, k) = (Matrix(rep.Pointwise), Taps(rep.Depthwise)); // [O, I], [O, kk]
        var (s1, t1) = ScaleAndShift(rep.Pad.Norm);
        var kernel = rep.Depthwise.Weight.Size(2);
        var weight = ((p * s1).Unsqueeze(2) * k.Unsqueeze(1)).Reshape(p.Size(0), p.Size(1), kernel, kernel);
        var bias = k.Sum([1]) * p.MatMul(t1.Unsqueeze(1)).Squeeze(1);
        return new MergedConvolution(weight, bias, 1, (int)(kernel / 2), 1)
        {
            Factors = [Pointwise(p * s1, p.MatMul(t1.Unsqueeze(1)).Squeeze(1), (int)(kernel / 2)), Depthwise(rep.Depthwise)],
        };
    }

    /// <summary>A depthwise convolution and a 1×1 convolution behind it, neither with a bias: W[o,i,u,v] = P[o,i] K[i,u,v].</summary>
    public static MergedConvolution Of(Convolution depthwise, Convolution pointwise)
    {
        var (k, p) = (depthwise.Weight.Detach().To(DType.Float64).Squeeze(1), Matrix(pointwise)); // [I, k, k], [O, I]
        return new MergedConvolution(p.Unsqueeze(2).Unsqueeze(3) * k.Unsqueeze(0), Zeros(p), depthwise.Stride, depthwise.Padding, 1)
        {
            Factors = [Of(depthwise), Of(pointwise)],
        };
    }

    /// <summary>Reading spikes that are worth less than 1 each, or more: the weights times that, the bias as it is.</summary>
    /// <param name="neuron">Whose spikes; null for real numbers.</param>
    /// <param name="factor">A further factor on the spikes.</param>
    public MergedConvolution Behind(Neuron? neuron, double factor = 1)
    {
        var worth = factor * (neuron?.Options.Quantum ?? 1);
        if (worth == 1)
            return this;
        return this with
        {
            Weight = Weight * worth,
            Factors = Factors.Count == 0 ? [] : [Factors[0].Behind(null, worth), .. Factors.Skip(1)],
        };
    }

    /// <summary>Its results times a factor for each channel, [Cout].</summary>
    public MergedConvolution Times(Tensor factors)
    {
        var by = factors.Detach().To(DType.Float64);
        return this with
        {
            Weight = Weight * by.Reshape(-1, 1, 1, 1),
            Bias = Bias * by,
            Factors = Factors.Count == 0 ? [] : [.. Factors.SkipLast(1), Factors[^1].Times(factors)],
        };
    }

    /// <summary>Followed by a normalisation with its running statistics: W ← s W, b ← s b + t.</summary>
    public MergedConvolution Then(BatchNorm norm)
    {
        var (s, t) = ScaleAndShift(norm);
        return this with
        {
            Weight = Weight * s.Reshape(-1, 1, 1, 1),
            Bias = Bias * s + t,
            Factors = Factors.Count == 0 ? [] : [.. Factors.SkipLast(1), Factors[^1].Then(norm)],
        };
    }

    /// <summary>What gives one of several equal shares of the output channels; of a convolution of one group.</summary>
    /// <param name="index">Which share, from 0.</param>
    /// <param name="parts">How many there are.</param>
    public MergedConvolution Part(int index, int parts)
    {
        var share = Weight.Size(0) / parts;
        return new(Weight.Narrow(0, index * share, share), Bias.Narrow(0, index * share, share), Stride, Padding, Groups);
    }

    /// <summary>A 1×1 convolution of the mean over a square map, as one convolution of the map: W / side² at every place.</summary>
    /// <param name="side">Height and width of the map.</param>
    public MergedConvolution OverMean(int side) =>
        new((Weight / (double)(side * side)).Expand(Weight.Size(0), Weight.Size(1), side, side).Contiguous(), Bias, 1, 0, Groups);

    /// <summary>Adds it to a graph under a name.</summary>
    public GraphValue Emit(GraphBuilder g, string name, GraphValue x) =>
        g.Add(name, ToOperation() with { Factors = [.. Factors.Select(factor => factor.ToOperation())] }, x);

    private Graph.Operations.Convolution ToOperation() => new(ToWeights(Weight), ToWeights(Bias), Stride, Padding, Groups);

    // Padded with zeros a 1×1 convolution gives its bias at the border: the border value of the reference's BNAndPad (spec 4.1).
    private static MergedConvolution Pointwise(Tensor matrix, Tensor bias, int padding) =>
        new(matrix.Unsqueeze(2).Unsqueeze(3), bias, 1, padding, 1);

    private static MergedConvolution Depthwise(Convolution c) => Of(c) with { Padding = 0 };

    private static Tensor Zeros(Tensor matrix) => Tensor.Zeros([matrix.Size(0)], DType.Float64);

    private static WeightTensor ToWeights(Tensor tensor)
    {
        using var scope = new TensorScope();
        return new WeightTensor([.. tensor.Shape.Select(s => (int)s)], tensor.To(DType.Float32).Contiguous().ToArray<float>());
    }

    // s = weight / √(var + eps), t = bias − mean · s.
    private static (Tensor Scale, Tensor Shift) ScaleAndShift(BatchNorm norm)
    {
        var scale = norm.Weight.Detach().To(DType.Float64) / (norm.RunningVariance.To(DType.Float64) + norm.Eps).Sqrt();
        return (scale, norm.Bias.Detach().To(DType.Float64) - norm.RunningMean.To(DType.Float64) * scale);
    }

    // A 1×1 convolution as a matrix [Cout, Cin].
    private static Tensor Matrix(Convolution c) => c.Weight.Detach().To(DType.Float64).Reshape(c.Weight.Size(0), c.Weight.Size(1));

    // A depthwise convolution's taps [C, k·k].
    private static Tensor Taps(Convolution c) => c.Weight.Detach().To(DType.Float64).Reshape(c.Weight.Size(0), -1);
}
