using System.Globalization;
using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Classifiers;

/// <summary>A small classifier, VGG-like or residual, for small pictures.</summary>
public sealed class Classifier : Network
{
    private readonly NetworkModule[][] _stages;
    private readonly Convolution _linear;

    /// <summary>Builds the network with freshly drawn weights.</summary>
    public Classifier(ClassifierOptions options)
    {
        if (options.Classes < 1)
            throw new ArgumentOutOfRangeException(nameof(options), $"a classifier needs at least one class, not {options.Classes}");
        Options = options;
        using var scope = new TensorScope();
        _stages = [.. options.Variant.Widths.Select((_, i) => Stage(options, i))];
        _linear = new Convolution(Weights.Root / "classifier", options.Variant.Widths[^1], options.Classes, kernel: 1, bias: true);
    }

    /// <inheritdoc/>
    public override ClassifierOptions Options { get; }

    /// <inheritdoc/>
    public override string ClassBranches => "classifier.";

    /// <summary>Scores of the classes, one map [B, classes, 1, 1].</summary>
    /// <param name="images">Float32 [B, C, H, W]; H and W multiples of 4.</param>
    public override Tensor[] Forward(Tensor images)
    {
        Require(images);
        using var scope = new TensorScope();
        var x = images;
        for (var i = 0; i < _stages.Length; i++)
        {
            if (Pools(i))
                x = Layers.MaxPool(x, 2, 2, 0);
            x = _stages[i].Aggregate(x, (y, block) => block.Call(y));
        }
        return [scope.Keep(_linear.Call(x.Mean([2, 3], keep: true)))];
    }

    /// <summary>Adds the network to a graph. Mean and linear layer become one convolution over the whole map, which takes what the last
    /// activations give (spikes, once the network is converted) and not their mean; so the graph is for pictures of its own size.</summary>
    public override void Emit(GraphBuilder g)
    {
        var x = g.Input(Options.Input);
        for (var i = 0; i < _stages.Length; i++)
        {
            if (Pools(i))
                x = g.MaxPool(string.Create(CultureInfo.InvariantCulture, $"features.{i}.pool"), x, 2, 2, 0);
            x = _stages[i].Aggregate(x, (y, block) => block.Emit(g, y));
        }
        g.Output("raw0", MergedConvolution.Of(_linear).OverMean(x.Shape.Height).Emit(g, "classifier", x));
    }

    private bool Pools(int stage) => stage > 0 && !Options.Variant.Residual;

    // The first block of the first stage sees the picture; a residual stage halves the sides in its first block.
    private NetworkModule[] Stage(ClassifierOptions options, int i)
    {
        var (w, act, width) = (Weights.Root / "features" / i, options.Activation, options.Variant.Widths[i]);
        var input = i == 0 ? options.Input.Channels : options.Variant.Widths[i - 1];
        if (!options.Variant.Residual)
            return
            [
                .. Enumerable.Range(0, options.Variant.Blocks).Select(k => new ConvNormAct(w / k, act, k == 0 ? input : width, width, 3)),
            ];
        NetworkModule[] stem = i == 0 ? [new ConvNormAct(Weights.Root / "stem", act, input, width, 3)] : [];
        return
        [
            .. stem,
            .. Enumerable
                .Range(0, options.Variant.Blocks)
                .Select(k => new ResidualBlock(w / k, act, k == 0 && i > 0 ? input : width, width, k == 0 && i > 0 ? 2 : 1)),
        ];
    }
}
