using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Neurons;
using SpikeSharp.TaskLosses;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Spike2Former: named sizes, or the size of a file of weights.</summary>
public sealed class Spike2FormerFamily : SpikingFamily
{
    private const string Word = "spike2former";

    // Of pixels, whose classes are bytes and of which 255 is none.
    private const int MostScored = 255;

    private Spike2FormerFamily() { }

    /// <summary>The family.</summary>
    public static Spike2FormerFamily Instance { get; } = new();

    /// <inheritdoc/>
    public override VisionTask Task => VisionTask.Segment;

    /// <inheritdoc/>
    public override Type OptionsType => typeof(Spike2FormerOptions);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. Spike2FormerVariant.All.Select(NameOf)];

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkPart> Parts { get; } =
    [
        .. NetworkPart.Neuron,
        new(
            "token_layout",
            asked => NetworkPart.Word(asked.Layout),
            found => NetworkPart.Word(((Spike2FormerOptions)found).Layout)!,
            network => $"{network} has no token layout, which is Spike2Former's: leave out --token-layout"
        ),
        new(
            "ablate",
            asked => asked.Ablation is { } ablation ? Listed(ablation) : null,
            found => Listed(((Spike2FormerOptions)found).Ablation),
            network => $"{network} has none of the parts that are ablated, which are Spike2Former's: leave out --ablate"
        ),
    ];

    /// <inheritdoc/>
    public override FamilyRecipe Recipe => Spike2FormerRecipe.Recipe;

    internal static string NameOf(Spike2FormerVariant variant) => $"{Word}-{variant.Name}";

    /// <inheritdoc/>
    public override IPixelLoss PixelLoss(int classes, Func<IReadOnlyList<double>> weights) => new SetLoss(classes);

    /// <inheritdoc/>
    public override bool Claims(string model, bool isFile) => !isFile && model.StartsWith(Word, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override NewNetwork New(string model, NetworkRequest asked, GivenWeights? weights)
    {
        var variant = Spike2FormerVariant.All.FirstOrDefault(v => model.Equals(NameOf(v), StringComparison.OrdinalIgnoreCase));
        var ours = weights?.Known as Spike2FormerOptions;
        var authors = IsAuthors(weights);
        var outputs = variant is not null && authors ? Spike2FormerShapes.Of(weights!.File).Outputs : null;
        if (weights is not null && model.Equals(Word, StringComparison.OrdinalIgnoreCase))
            (variant, outputs) = ours is null ? Sized(weights.File) : (ours.Variant, ours.Classes);
        if (variant is null)
            throw NoSuchSize(model);
        RefuseOthersParts(model, asked);
        RefuseTimeSteps(model, asked);
        var names = outputs is { } count ? NamesOf(asked, authors, count) : NamesOf(asked);
        var neuron = NeuronOf(asked, weights, new NeuronOptions(NeuronKind.NiLif));
        var ablation = asked.Ablation ?? ours?.Ablation ?? Ablation.None;
        if (Ablations.Problem(ablation, neuron.Kind) is { } problem)
            throw new ArgumentException($"--ablate: {problem}");
        var layout = asked.Layout ?? ours?.Layout ?? (authors ? TokenLayout.Authors : TokenLayout.Fixed);
        var spare = asked.Names is { } named && named.Count < names.Count;
        var notes = Notes(asked, neuron, layout, authors, spare ? names.Count : null).ToArray();
        return new NewNetwork(new Spike2FormerOptions(variant, names.Count, neuron, layout, ablation), names)
        {
            Note = notes.Length == 0 ? null : string.Join("; ", notes),
            HasSpareOutputs = spare,
        };
    }

    /// <inheritdoc/>
    public override bool Wrote(string word) => word == Word;

    /// <inheritdoc/>
    public override string Write(NetworkOptions options, IReadOnlyList<string> names, int imageSize)
    {
        var (variant, _, neuron, layout, ablation) = (Spike2FormerOptions)options;
        return ToJson(
            new Fields(
                Word,
                variant.Name,
                variant.Widths,
                variant.Channels,
                variant.Heads,
                variant.Groups,
                variant.Queries,
                variant.EncoderLayers,
                variant.EncoderHidden,
                variant.DecoderLayers,
                variant.DecoderHidden,
                variant.BackboneHeads,
                names,
                neuron.Kind.Word(),
                neuron.MaxSpikes,
                neuron.Decay,
                neuron.Threshold,
                NetworkPart.Word(layout)!,
                Ablations.NamesOf(ablation),
                imageSize
            )
        );
    }

    /// <inheritdoc/>
    public override (NetworkOptions Options, IReadOnlyList<string> Names, int ImageSize) Read(string text)
    {
        var f = FromJson<Fields>(text);
        if (!Enum.TryParse<TokenLayout>(f.token_layout, ignoreCase: true, out var layout) || !Enum.IsDefined(layout))
            throw new FormatException($"it names a token layout '{f.token_layout}', which this version does not know");
        int[] sizes = [f.channels, f.queries, f.encoder_hidden, f.decoder_hidden, .. f.widths ?? []];
        int[] counts = [f.heads, f.groups, f.encoder_layers, f.decoder_layers, f.backbone_heads];
        if (
            !Possible(f.names, f.imgsz)
            || f.D is < 1 or > Graph.Operations.ILif.SpikeLimit
            || f.widths is not { Count: 4 }
            || sizes.Any(size => size is < 1 or > 65536)
            || counts.Any(count => count is < 1 or > 1024)
            || f.channels % f.heads != 0
            || f.channels % f.groups != 0
            || f.channels % 2 != 0
            || f.widths[0] % 2 != 0
            || f.widths.Skip(2).Any(width => width % f.backbone_heads != 0)
        )
            throw new FormatException("its description of the network is out of range (names, D, imgsz, or sizes that do not go together)");
        var variant = new Spike2FormerVariant(
            f.scale ?? "custom",
            f.widths,
            f.channels,
            f.heads,
            f.groups,
            f.queries,
            f.encoder_layers,
            f.encoder_hidden,
            f.decoder_layers,
            f.decoder_hidden,
            f.backbone_heads
        );
        var neuron = new NeuronOptions(KindOf(f.neuron), 1, f.D, f.decay, f.threshold);
        var ablation = AblatedOf(f.ablated ?? [], neuron.Kind);
        return (new Spike2FormerOptions(variant, f.names.Count, neuron, layout, ablation), f.names, f.imgsz);
    }

    /// <summary>What is said of a size that neither this family nor the one on its backbone has.</summary>
    internal static FileNotFoundException NoSuchSize(string model) =>
        new($"there is no network '{model}', only {NetworkFamilies.Known}; {Word} without a size takes that of --weights", model);

    // Whole networks of the authors are files that do not know themselves.
    private static bool IsAuthors(GivenWeights? weights) =>
        weights is { Known: null }
        && weights.File.Tensors.Keys.Any(name => name.StartsWith("decode_head.pixel_decoder.", StringComparison.Ordinal));

    // The size of the network that a file of weights is of, and for how many classes it is.
    private static (Spike2FormerVariant, int) Sized(SafetensorsFile file)
    {
        try
        {
            return Spike2FormerShapes.Of(file).Read();
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"it holds no Spike2Former in the authors' names: there is no usable '{e.Message}'", e);
        }
    }

    // Training begins class branches anew. The authors' networks may have more outputs than there are classes: 150 for the 21 of VOC.
    private static IReadOnlyList<string> NamesOf(NetworkRequest asked, bool authors, int outputs)
    {
        var names = NamesOf(asked with { Classes = asked.Classes ?? asked.Names?.Count ?? outputs });
        if (asked.Trains || names.Count == outputs)
            return names;
        if (asked.Names is null || names.Count > outputs || outputs > MostScored || !authors)
            throw new FormatException($"its network is for {outputs} classes, not for {names.Count}");
        return [.. names, .. Enumerable.Range(names.Count, outputs - names.Count).Select(i => $"class_{i}")];
    }

    private static IEnumerable<string> Notes(NetworkRequest asked, NeuronOptions neuron, TokenLayout layout, bool authors, int? outputs)
    {
        if (authors && (asked.MaxSpikes is null || asked.Layout is null))
            yield return $"{asked.Weights} tells neither D nor the token layout: D = {neuron.MaxSpikes} and "
                + $"{NetworkPart.Word(layout)} are taken; --D and --token-layout say others";
        if (outputs is not null)
            yield return $"{asked.Weights} has {outputs} outputs for the {asked.Names!.Count} classes of the data: what it takes for "
                + "another is a miss";
    }

    private static Ablation AblatedOf(IReadOnlyList<string> names, NeuronKind neuron)
    {
        try
        {
            var ablation = Ablations.Of(names);
            return Ablations.Problem(ablation, neuron) is { } problem ? throw new ArgumentException(problem) : ablation;
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"its description of the network cannot be read: {e.Message}", e);
        }
    }

    private static string Listed(Ablation ablation) =>
        ablation == Ablation.None ? Ablations.Nothing : string.Join(',', Ablations.NamesOf(ablation));

#pragma warning disable IDE1006 // the names are the file's
    private sealed record Fields(
        string model,
        string? scale,
        IReadOnlyList<int>? widths,
        int channels,
        int heads,
        int groups,
        int queries,
        int encoder_layers,
        int encoder_hidden,
        int decoder_layers,
        int decoder_hidden,
        int backbone_heads,
        IReadOnlyList<string> names,
        string neuron,
        int D,
        float decay,
        float threshold,
        string token_layout,
        IReadOnlyList<string>? ablated,
        int imgsz
    );
#pragma warning restore IDE1006
}
