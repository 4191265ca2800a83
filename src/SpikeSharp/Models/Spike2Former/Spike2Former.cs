using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Spike2Former: segmentation by queries, each of which has a class and a mask (AAAI 2025; spec/spike2former.md).</summary>
public sealed class Spike2Former : Network
{
    // Of ImageNet's pictures, in parts of 255 (spec 6.3).
    private static readonly float[] Means = [123.675f / 255, 116.28f / 255, 103.53f / 255], Deviations = [58.395f / 255, 57.12f / 255, 57.375f / 255];

    private readonly MetaSpikeFormer backbone;
    private readonly Spike2FormerHead head;

    /// <summary>Builds the network with freshly drawn weights.</summary>
    public Spike2Former(Spike2FormerOptions options)
    {
        if (options.Classes < 1) throw new ArgumentOutOfRangeException(nameof(options), $"a segmenter needs at least one class, not {options.Classes}");
        if (options.Neuron.MaxSpikes < 1) throw new ArgumentOutOfRangeException(nameof(options), $"D is at least 1, not {options.Neuron.MaxSpikes}");
        Options = options;
        // T repeats a picture and changes nothing (spec 1.4).
        Context = new SpikingContext(options.Neuron with { TimeSteps = 1 }, bnEps: 1e-5, bnMomentum: 0.1);
        using var scope = new TensorScope();
        backbone = new MetaSpikeFormer(Weights.Root / "backbone", Context, options.Variant.Widths, options.Variant.BackboneHeads);
        head = new Spike2FormerHead(Weights.Root / "decode_head", Context, backbone.Channels, options.Variant, options.Classes, options.Layout);
    }

    /// <inheritdoc/>
    public override Spike2FormerOptions Options { get; }

    /// <summary>The neurons' shared options and observer.</summary>
    public override SpikingContext Context { get; }

    /// <inheritdoc/>
    public override string ClassBranches => "decode_head.cls_embed.";

    /// <summary>
    /// Class logits [O, B, Q, classes + 1], the last of which is "no object", and mask logits [O, B, Q, H/2, W/2]: of all O supervised outputs while it trains
    /// and of the last one else.
    /// </summary>
    /// <param name="images">Float32 [B, 3, H, W], RGB, 0…1.</param>
    public override Tensor[] Forward(Tensor images)
    {
        Require(images);
        using var scope = new TensorScope();
        var (classes, masks) = Queries(Features(Normalise(images)), every: Weights.Training);
        return [scope.Keep(classes), scope.Keep(masks)];
    }

    /// <summary>What the queries of the last output say of every class at every pixel, Σ_q P(q, class) · sigmoid(mask of q), [B, classes, H, W] (spec 4.6).</summary>
    /// <param name="maps">What <see cref="Forward"/> gave.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public override Tensor Scores(Tensor[] maps, long height, long width)
    {
        using var scope = new TensorScope();
        var last = maps[0].Size(0) - 1;
        var classes = Losses.Softmax(maps[0].Select(0, last), 2).Narrow(2, 0, Options.Classes);                 // [B, Q, K]
        var masks = Layers.UpsampleBilinear(maps[1].Select(0, last), height, width).Sigmoid();                  // [B, Q, H, W]
        var (batch, queries, _, _) = masks.Size4;
        return scope.Keep(classes.Transpose(1, 2).MatMul(masks.Reshape(batch, queries, -1)).Reshape(batch, Options.Classes, height, width));
    }

    /// <summary>The backbone's features x1…x4 of normalised pictures.</summary>
    internal Tensor[] Features(Tensor normalised) => backbone.Forward(normalised);

    /// <summary>Class and mask logits of the queries; of every supervised output, or of the last.</summary>
    internal (Tensor Classes, Tensor Masks) Queries(Tensor[] features, bool every) => head.Forward(features, every);

    /// <inheritdoc/>
    public override void Emit(GraphBuilder g)
    {
        var image = g.Input(3);
        EmitNormalised(g, image, g.Add("normalised", new Affine(new WeightTensor([3], [.. Deviations.Select(d => 1 / d)]), new WeightTensor([3], [.. Means.Zip(Deviations, (m, d) => -m / d)])), image));
    }

    /// <summary>The same behind the normalisation.</summary>
    internal void EmitNormalised(GraphBuilder g, GraphValue image, GraphValue normalised) => head.Emit(g, image, backbone.Emit(g, normalised));

    private static Tensor Normalise(Tensor images)
    {
        using var scope = new TensorScope();
        Tensor ByChannel(float[] values) => Tensor.From(values, 1, 3, 1, 1).To(images.Device);
        return scope.Keep((images - ByChannel(Means)) / ByChannel(Deviations));
    }
}
