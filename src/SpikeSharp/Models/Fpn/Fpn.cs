using SpikeSharp.Graph;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;

namespace SpikeSharp.Models.Fpn;

/// <summary>
/// Semantic FPN (Kirillov et al. 2019) on Meta-SpikeFormer: what Spike2Former's queries and deformable attention are compared with. It
/// gives the classes' scores at a quarter of the picture's sides; whoever wants them finer interpolates.
/// </summary>
public sealed class Fpn : Network
{
    private readonly MetaSpikeFormer _backbone;
    private readonly FpnHead _head;

    /// <summary>Builds the network with freshly drawn weights.</summary>
    public Fpn(FpnOptions options)
    {
        if (options.Classes < 1)
            throw new ArgumentOutOfRangeException(nameof(options), $"a segmenter needs at least one class, not {options.Classes}");
        Options = options;
        Context = MetaSpikeFormer.ContextOf(options.Neuron);
        using var scope = new TensorScope();
        _backbone = new MetaSpikeFormer(
            Weights.Root / "backbone",
            Context,
            options.Input.Channels,
            options.Variant.Widths,
            options.Variant.BackboneHeads
        );
        _head = new FpnHead(Weights.Root, Context, [.. _backbone.Channels.Skip(1)], options.Variant.Channels, options.Classes);
    }

    /// <inheritdoc/>
    public override FpnOptions Options { get; }

    /// <summary>The neurons' shared options and observer.</summary>
    public override SpikingContext Context { get; }

    /// <inheritdoc/>
    public override string ClassBranches => FpnHead.Classifier + ".";

    /// <summary>Scores of the classes, one map [B, classes, ⌈⌈H/2⌉/2⌉, ⌈⌈W/2⌉/2⌉].</summary>
    /// <param name="images">Float32 [B, C, H, W], 0…1.</param>
    public override Tensor[] Forward(Tensor images)
    {
        Require(images);
        using var scope = new TensorScope();
        return [scope.Keep(_head.Forward(_backbone.Forward(ImageNormalisation.Of(images))[1..]))];
    }

    /// <inheritdoc/>
    public override void Emit(GraphBuilder g) =>
        g.Output("raw0", _head.Emit(g, _backbone.Emit(g, ImageNormalisation.Emit(g, g.Input(Options.Input)))[1..]));
}
