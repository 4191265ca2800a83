using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch.Functional;

/// <summary>The layers of convolutional networks as functions of tensors [N, C, H, W].</summary>
public static class Layers
{
    private static readonly Op ConvolutionOp = new("conv2d");
    private static readonly Op BatchNormOp = new("batch_norm");
    private static readonly Op MaxPoolOp = new("max_pool2d");
    private static readonly Op NearestOp = new("upsample_nearest2d");
    private static readonly Op BilinearOp = new("upsample_bilinear2d");
    private static readonly Op GridSamplerOp = new("grid_sampler");
    private static readonly Op PadOp = new("constant_pad_nd");

    /// <summary>2-D cross-correlation of x [N, Cin, H, W] with weight [Cout, Cin/groups, kh, kw].</summary>
    public static Tensor Convolution(Tensor x, Tensor weight, Tensor? bias = null, long stride = 1, long padding = 0, long groups = 1) =>
        ConvolutionOp.Call(x, weight, bias, stride, padding, 1, groups);

    /// <summary>
    /// Batch normalisation. In training mode the batch's statistics normalise (biased variance) and move the running ones by
    /// <paramref name="momentum"/> (unbiased variance).
    /// </summary>
    /// <exception cref="ShapeException">Training on a single value a channel: it has no variance, and the running ones would become
    /// NaN.</exception>
    public static Tensor BatchNorm(
        Tensor x,
        Tensor weight,
        Tensor bias,
        Tensor runningMean,
        Tensor runningVariance,
        bool training,
        double momentum,
        double eps
    )
    {
        if (training && x.ElementCount == x.Size(1))
            throw new ShapeException("batch normalisation", "more than one value a channel to train on", x.ToString());
        return BatchNormOp.Call(x, weight, bias, runningMean, runningVariance, training, momentum, eps, false);
    }

    /// <summary>Largest value in each k×k window; −∞ outside the picture.</summary>
    public static Tensor MaxPool(Tensor x, long kernel, long stride, long padding) => MaxPoolOp.Call(x, kernel, stride, padding);

    /// <summary>Every pixel repeated factor × factor times.</summary>
    public static Tensor UpsampleNearest(Tensor x, long factor)
    {
        var (_, _, h, w) = x.Size4;
        return NearestOp.Call(x, new[] { h * factor, w * factor });
    }

    /// <summary>Another size, between the four nearest pixels by their centres (align_corners = false).</summary>
    public static Tensor UpsampleBilinear(Tensor x, long height, long width) => BilinearOp.Call(x, new[] { height, width }, false);

    /// <summary>
    /// x [N, C, H, W] at the places of a grid [N, h, w, 2] (x, y), −1…1 from border to border, between the four nearest pixels; 0 outside.
    /// </summary>
    public static Tensor GridSample(Tensor x, Tensor grid) => GridSamplerOp.Call(x, grid, 0L, 0L, false);

    /// <summary>A border of one number around height and width.</summary>
    public static Tensor Pad(Tensor x, long border, double value = 0) => PadOp.Call(x, new[] { border, border, border, border }, value);
}
