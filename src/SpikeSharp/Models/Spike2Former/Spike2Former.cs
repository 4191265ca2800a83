using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Spike2Former: segmentation by queries, each of which has a class and a mask (AAAI 2025; docs/spec/spike2former.md).</summary>
public sealed class Spike2Former : Network
{
    private readonly MetaSpikeFormer _backbone;
    private readonly Spike2FormerHead _head;

    /// <summary>Builds the network with freshly drawn weights.</summary>
    public Spike2Former(Spike2FormerOptions options)
    {
        if (Ablations.Problem(options.Ablation, options.Neuron.Kind) is { } problem)
            throw new ArgumentException(problem, nameof(options));
        if (options.Classes < 1)
            throw new ArgumentOutOfRangeException(nameof(options), $"a segmenter needs at least one class, not {options.Classes}");
        Options = options;
        Context = MetaSpikeFormer.ContextOf(NeuronOf(options));
        using var scope = new TensorScope();
        _backbone = new MetaSpikeFormer(
            Weights.Root / "backbone",
            Context,
            options.Input.Channels,
            options.Variant.Widths,
            options.Variant.BackboneHeads
        );
        _head = new Spike2FormerHead(Weights.Root / "decode_head", Context, _backbone.Channels, options);
    }

    /// <inheritdoc/>
    public override Spike2FormerOptions Options { get; }

    /// <summary>The neurons' shared options and observer.</summary>
    public override SpikingContext Context { get; }

    /// <inheritdoc/>
    public override string ClassBranches => "decode_head.cls_embed.";

    /// <summary>
    /// Class logits [O, B, Q, classes + 1], the last of which is "no object", and mask logits [O, B, Q, H/2, W/2]: of all O supervised
    /// outputs while it trains and of the last one else.
    /// </summary>
    /// <param name="images">Float32 [B, C, H, W], 0…1.</param>
    public override Tensor[] Forward(Tensor images)
    {
        Require(images);
        using var scope = new TensorScope();
        var (classes, masks) = Queries(Features(ImageNormalisation.Of(images)), every: Weights.Training);
        return [scope.Keep(classes), scope.Keep(masks)];
    }

    /// <summary>
    /// What the queries of the last output say of every class at every pixel, Σ_q P(q, class) · sigmoid(mask of q), [B, classes, H, W]
    /// (spec 4.6).
    /// </summary>
    /// <param name="maps">What <see cref="Forward"/> gave.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public override Tensor Scores(Tensor[] maps, long height, long width)
    {
        using var scope = new TensorScope();
        var last = maps[0].Size(0) - 1;
        var classes = Losses.Softmax(maps[0].Select(0, last), 2).Narrow(2, 0, Options.Classes); // [B, Q, K]
        var masks = Layers.UpsampleBilinear(maps[1].Select(0, last), height, width).Sigmoid(); // [B, Q, H, W]
        var (batch, queries, _, _) = masks.Size4;
        return scope.Keep(classes.Transpose(1, 2).MatMul(masks.Reshape(batch, queries, -1)).Reshape(batch, Options.Classes, height, width));
    }

    /// <summary>The backbone's features x1…x4 of normalised pictures.</summary>
    internal Tensor[] Features(Tensor normalised) => _backbone.Forward(normalised);

    /// <summary>Class and mask logits of the queries; of every supervised output, or of the last.</summary>
    internal (Tensor Classes, Tensor Masks) Queries(Tensor[] features, bool every) => _head.Forward(features, every);

    // Of every neuron but, where they alone are normalised, those of the cross-attention.
    private static NeuronOptions NeuronOf(Spike2FormerOptions options) =>
        options.Ablation.HasFlag(Ablation.CrossNormalised) ? options.Neuron with { Kind = NeuronKind.ILif } : options.Normalised;

    /// <inheritdoc/>
    public override void Emit(GraphBuilder g)
    {
        var image = g.Input(Options.Input);
        EmitNormalised(g, image, ImageNormalisation.Emit(g, image));
    }

    /// <summary>The same behind the normalisation.</summary>
    internal void EmitNormalised(GraphBuilder g, GraphValue image, GraphValue normalised) =>
        _head.Emit(g, image, _backbone.Emit(g, normalised));
}
