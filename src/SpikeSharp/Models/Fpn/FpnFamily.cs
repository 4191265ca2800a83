using SpikeSharp.Graph.Neurons;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Neurons;

namespace SpikeSharp.Models.Fpn;

/// <summary>The feature pyramid on Meta-SpikeFormer, with which Spike2Former is compared.</summary>
public sealed class FpnFamily : SpikingFamily
{
    private const string Word = "metaspikeformer-fpn";

    private FpnFamily() { }

    /// <summary>The family.</summary>
    public static FpnFamily Instance { get; } = new();

    /// <inheritdoc/>
    public override VisionTask Task => VisionTask.Segment;

    /// <inheritdoc/>
    public override Type OptionsType => typeof(FpnOptions);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. FpnVariant.All.Select(NameOf)];

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkPart> Parts => NetworkPart.Neuron;

    /// <inheritdoc/>
    public override FamilyRecipe Recipe => Spike2FormerRecipe.Recipe;

    internal static string NameOf(FpnVariant variant) => $"{Word}-{variant.Name}";

    /// <inheritdoc/>
    public override bool Claims(string model, bool isFile) => !isFile && model.StartsWith(Word, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override NewNetwork New(string model, NetworkRequest asked, GivenWeights? weights)
    {
        var variant = FpnVariant.All.FirstOrDefault(v => model.Equals(NameOf(v), StringComparison.OrdinalIgnoreCase))
            ?? throw Spike2FormerFamily.NoSuchSize(model);
        RefuseOthersParts(model, asked);
        RefuseTimeSteps(model, asked);
        var names = NamesOf(asked);
        return new NewNetwork(new FpnOptions(variant, names.Count, NeuronOf(asked, weights, new NeuronOptions(NeuronKind.NiLif))), names);
    }

    /// <inheritdoc/>
    public override bool Wrote(string word) => word == Word;

    /// <inheritdoc/>
    public override string Write(NetworkOptions options, IReadOnlyList<string> names, int imageSize)
    {
        var (variant, _, neuron) = (FpnOptions)options;
        return ToJson(
            new Fields(
                Word,
                variant.Name,
                variant.Widths,
                variant.Channels,
                variant.BackboneHeads,
                names,
                neuron.Kind.Word(),
                neuron.MaxSpikes,
                neuron.Decay,
                neuron.Threshold,
                imageSize
            )
        );
    }

    /// <inheritdoc/>
    public override (NetworkOptions Options, IReadOnlyList<string> Names, int ImageSize) Read(string text)
    {
        var f = FromJson<Fields>(text);
        int[] sizes = [f.channels, .. f.widths ?? []];
        if (
            !Possible(f.names, f.imgsz)
            || f.D is < 1 or > Graph.Operations.ILif.SpikeLimit
            || f.widths is not { Count: 4 }
            || sizes.Any(size => size is < 2 or > 65536)
            || f.backbone_heads is < 1 or > 1024
            || f.channels % 2 != 0
            || f.widths[0] % 2 != 0
            || f.widths.Skip(2).Any(width => width % f.backbone_heads != 0)
        )
            throw new FormatException("its description of the network is out of range (names, D, imgsz, or sizes that do not go together)");
        var variant = new FpnVariant(f.scale ?? "custom", f.widths, f.channels, f.backbone_heads);
        var neuron = new NeuronOptions(KindOf(f.neuron), 1, f.D, f.decay, f.threshold);
        return (new FpnOptions(variant, f.names.Count, neuron), f.names, f.imgsz);
    }

#pragma warning disable IDE1006 // the names are the file's
    private sealed record Fields(
        string model,
        string? scale,
        IReadOnlyList<int>? widths,
        int channels,
        int backbone_heads,
        IReadOnlyList<string> names,
        string neuron,
        int D,
        float decay,
        float threshold,
        int imgsz
    );
#pragma warning restore IDE1006
}
