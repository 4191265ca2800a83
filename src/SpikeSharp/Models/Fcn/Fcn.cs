using System.Globalization;
using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Fcn;

/// <summary>
/// A small fully convolutional segmenter after Long, Shelhamer and Darrell (2015): VGG-like stages with max pooling, residual blocks at the
/// coarsest, and skips fused by addition, level by level. It gives the classes' scores at a quarter of the picture's sides; whoever wants
/// them finer interpolates.
/// </summary>
public sealed class Fcn : Network
{
    private readonly ConvNormAct _stem;
    private readonly NetworkModule[][] _stages;
    private readonly ConvNormAct[] _laterals,
        _refinements;
    private readonly ActivationLayer[] _fusions;
    private readonly Convolution _classifier;

    /// <summary>Builds the network with freshly drawn weights.</summary>
    public Fcn(FcnOptions options)
    {
        if (options.Classes < 1)
            throw new ArgumentOutOfRangeException(nameof(options), $"a segmenter needs at least one class, not {options.Classes}");
        Options = options;
        var (w, act, width, d) = (Weights.Root, options.Activation, options.Variant.Widths, options.Variant.Decoder);
        using var scope = new TensorScope();
        _stem = new ConvNormAct(w / "stem", act, options.Input.Channels, width[0], 3, stride: 2); // 1/2
        var e = w / "encoder";
        _stages =
        [
            [new ConvNormAct(e / 0 / 0, act, width[0], width[1], 3), new ConvNormAct(e / 0 / 1, act, width[1], width[1], 3)], // 1/4
            [new ConvNormAct(e / 1 / 0, act, width[1], width[2], 3), new ConvNormAct(e / 1 / 1, act, width[2], width[2], 3)], // 1/8
            [
                new ConvNormAct(e / 2 / 0, act, width[2], width[3], 3), // 1/16
                new ResidualBlock(e / 2 / 1, act, width[3], width[3]),
                new ResidualBlock(e / 2 / 2, act, width[3], width[3]),
            ],
        ];
        _laterals = [.. _stages.Select((_, i) => new ConvNormAct(w / "lateral" / i, act, width[i + 1], d, activate: false))];
        _fusions = [.. _stages.Select((_, i) => new ActivationLayer(w / "fusion" / i / "act", act))];
        _refinements = [.. _stages.SkipLast(1).Select((_, i) => new ConvNormAct(w / "refine" / i, act, d, d, 3))];
        _classifier = new Convolution(w / "classifier", d, options.Classes, kernel: 1, bias: true);
    }

    /// <inheritdoc/>
    public override FcnOptions Options { get; }

    /// <inheritdoc/>
    public override string ClassBranches => "classifier.";

    /// <summary>Scores of the classes, one map [B, classes, H/4, W/4].</summary>
    /// <param name="images">Float32 [B, C, H, W]; H and W multiples of 16.</param>
    public override Tensor[] Forward(Tensor images)
    {
        Require(images);
        using var scope = new TensorScope();
        var x = _stem.Call(images);
        var levels = new Tensor[_stages.Length];
        for (var i = 0; i < _stages.Length; i++)
            levels[i] = x = _stages[i].Aggregate(Layers.MaxPool(x, 2, 2, 0), (y, block) => block.Call(y));
        x = _fusions[^1].Call(_laterals[^1].Call(x));
        for (var i = _stages.Length - 2; i >= 0; i--)
            x = _refinements[i].Call(_fusions[i].Call(_laterals[i].Call(levels[i]) + Layers.UpsampleNearest(x, 2)));
        return [scope.Keep(_classifier.Call(x))];
    }

    /// <inheritdoc/>
    public override void Emit(GraphBuilder g)
    {
        var x = _stem.Emit(g, g.Input(Options.Input));
        var levels = new GraphValue[_stages.Length];
        for (var i = 0; i < _stages.Length; i++)
            levels[i] = x = _stages[i].Aggregate(g.MaxPool(At("encoder", i, "pool"), x, 2, 2, 0), (y, block) => block.Emit(g, y));
        x = _fusions[^1].Emit(g, _laterals[^1].Emit(g, x));
        for (var i = _stages.Length - 2; i >= 0; i--)
            x = _refinements[i]
                .Emit(
                    g,
                    _fusions[i]
                        .Emit(g, g.Add(At("fusion", i, "add"), _laterals[i].Emit(g, levels[i]), g.Upsample(At("fusion", i, "up"), x, 2)))
                );
        g.Output("raw0", MergedConvolution.Of(_classifier).Emit(g, "classifier", x));
    }

    private static string At(string part, int level, string what) => string.Create(CultureInfo.InvariantCulture, $"{part}.{level}.{what}");
}
