using System.Text.Json;
using SpikeSharp.Blocks;
using SpikeSharp.Models;
using SpikeSharp.Models.Fpn;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;

namespace SpikeSharp.Checkpoints;

/// <summary>What a checkpoint says of its network, so that it can be built again without being told anything.</summary>
/// <param name="Options">Structure.</param>
/// <param name="Names">Class names, by class.</param>
/// <param name="ImageSize">Side in pixels the network was trained at.</param>
public sealed record ModelDescription(NetworkOptions Options, IReadOnlyList<string> Names, int ImageSize)
{
    private const string SpikeYoloWord = "spikeyolo";
    private static readonly JsonSerializerOptions Json = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>As one line of JSON, under the names of the command line.</summary>
    public string ToJson() =>
        Options switch
        {
            SpikeYoloOptions(var variant, _, var neuron) => JsonSerializer.Serialize(
                new Fields(
                    SpikeYoloWord,
                    variant.Name,
                    variant.Depth,
                    variant.Width,
                    variant.MaxChannels,
                    variant.LastRatio,
                    Names,
                    neuron.Kind.ToString().ToLowerInvariant(),
                    neuron.TimeSteps,
                    neuron.MaxSpikes,
                    neuron.Decay,
                    neuron.Threshold,
                    ImageSize
                ),
                Json
            ),
            Spike2FormerOptions(var variant, _, var neuron, var layout, var ablation) => JsonSerializer.Serialize(
                new QueryFields(
                    Spike2FormerOptions.Family,
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
                    Names,
                    neuron.Kind.ToString().ToLowerInvariant(),
                    neuron.MaxSpikes,
                    neuron.Decay,
                    neuron.Threshold,
                    layout.ToString().ToLowerInvariant(),
                    Ablations.NamesOf(ablation),
                    ImageSize
                ),
                Json
            ),
            FpnOptions(var variant, _, var neuron) => JsonSerializer.Serialize(
                new PyramidFields(
                    FpnOptions.Family,
                    variant.Name,
                    variant.Widths,
                    variant.Channels,
                    variant.BackboneHeads,
                    Names,
                    neuron.Kind.ToString().ToLowerInvariant(),
                    neuron.MaxSpikes,
                    neuron.Decay,
                    neuron.Threshold,
                    ImageSize
                ),
                Json
            ),
            AnnOptions ann => JsonSerializer.Serialize(
                new AnnFields(ann.Name, Names, ann.Activation.ToString().ToLowerInvariant(), ImageSize),
                Json
            ),
            _ => throw new NotSupportedException($"no description is written of {Options.Name}"),
        };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CheckpointException">A field is missing or out of range.</exception>
    public static ModelDescription FromJson(string text, string file)
    {
        var model = Read<ModelField>(text, file).model;
        if (model is not null && AnnCatalogue.Names.Contains(model))
            return Ann(Read<AnnFields>(text, file), file);
        if (model == Spike2FormerOptions.Family)
            return Queries(Read<QueryFields>(text, file), file);
        if (model == FpnOptions.Family)
            return Pyramid(Read<PyramidFields>(text, file), file);
        if (model != SpikeYoloWord)
            throw new CheckpointException(file, $"it holds a '{model}', which this version does not know");
        var f = Read<Fields>(text, file);
        if (
            !Possible(f.names, f.imgsz)
            || f.T is < 1 or > 1024
            || f.D is < 1 or > 255
            || f.depth_multiple is not (> 0 and <= 4)
            || f.width_multiple is not (> 0 and <= 4)
            || f.max_channels is < 8 or > 65536
            || f.last_ratio is < 1 or > 16
        )
            throw new CheckpointException(file, "its description of the network is out of range (names, T, D, imgsz, depth or width)");
        var variant = new SpikeYoloVariant(f.scale ?? "custom", f.depth_multiple, f.width_multiple, f.max_channels, f.last_ratio);
        return new ModelDescription(
            new SpikeYoloOptions(variant, f.names.Count, new NeuronOptions(KindOf(f.neuron, file), f.T, f.D, f.decay, f.threshold)),
            f.names,
            f.imgsz
        );
    }

    private static ModelDescription Queries(QueryFields f, string file)
    {
        if (!Enum.TryParse<TokenLayout>(f.token_layout, ignoreCase: true, out var layout) || !Enum.IsDefined(layout))
            throw new CheckpointException(file, $"it names a token layout '{f.token_layout}', which this version does not know");
        int[] sizes = [f.channels, f.queries, f.encoder_hidden, f.decoder_hidden, .. f.widths ?? []];
        int[] counts = [f.heads, f.groups, f.encoder_layers, f.decoder_layers, f.backbone_heads];
        if (
            !Possible(f.names, f.imgsz)
            || f.D is < 1 or > 255
            || f.widths is not { Count: 4 }
            || sizes.Any(size => size is < 1 or > 65536)
            || counts.Any(count => count is < 1 or > 1024)
            || f.channels % f.heads != 0
            || f.channels % f.groups != 0
            || f.channels % 2 != 0
            || f.widths[0] % 2 != 0
            || f.widths.Skip(2).Any(width => width % f.backbone_heads != 0)
        )
            throw new CheckpointException(
                file,
                "its description of the network is out of range (names, D, imgsz, or sizes that do not go together)"
            );
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
        var neuron = new NeuronOptions(KindOf(f.neuron, file), 1, f.D, f.decay, f.threshold);
        return new ModelDescription(
            new Spike2FormerOptions(variant, f.names.Count, neuron, layout, AblatedOf(f.ablated ?? [], neuron.Kind, file)),
            f.names,
            f.imgsz
        );
    }

    private static ModelDescription Pyramid(PyramidFields f, string file)
    {
        int[] sizes = [f.channels, .. f.widths ?? []];
        if (
            !Possible(f.names, f.imgsz)
            || f.D is < 1 or > 255
            || f.widths is not { Count: 4 }
            || sizes.Any(size => size is < 2 or > 65536)
            || f.backbone_heads is < 1 or > 1024
            || f.channels % 2 != 0
            || f.widths[0] % 2 != 0
            || f.widths.Skip(2).Any(width => width % f.backbone_heads != 0)
        )
            throw new CheckpointException(
                file,
                "its description of the network is out of range (names, D, imgsz, or sizes that do not go together)"
            );
        var variant = new FpnVariant(f.scale ?? "custom", f.widths, f.channels, f.backbone_heads);
        return new ModelDescription(
            new FpnOptions(variant, f.names.Count, new NeuronOptions(KindOf(f.neuron, file), 1, f.D, f.decay, f.threshold)),
            f.names,
            f.imgsz
        );
    }

    private static ModelDescription Ann(AnnFields f, string file)
    {
        if (!Enum.TryParse<Activation>(f.act, ignoreCase: true, out var activation) || !Enum.IsDefined(activation))
            throw new CheckpointException(file, $"it names an activation '{f.act}', which this version does not know");
        if (!Possible(f.names, f.imgsz))
            throw new CheckpointException(file, "its description of the network is out of range (names or imgsz)");
        return new ModelDescription(AnnCatalogue.Find(f.model, f.names.Count, activation)!, f.names, f.imgsz);
    }

    private static Ablation AblatedOf(IReadOnlyList<string> names, NeuronKind neuron, string file)
    {
        try
        {
            var ablation = Ablations.Of(names);
            return Ablations.Problem(ablation, neuron) is { } problem ? throw new ArgumentException(problem) : ablation;
        }
        catch (ArgumentException e)
        {
            throw new CheckpointException(file, $"its description of the network cannot be read: {e.Message}");
        }
    }

    private static NeuronKind KindOf(string neuron, string file) =>
        Enum.TryParse<NeuronKind>(neuron, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? kind
            : throw new CheckpointException(file, $"it names a neuron '{neuron}', which this version does not know");

    private static bool Possible(IReadOnlyList<string>? names, int imageSize) =>
        names is { Count: > 0 and <= 65536 } && imageSize is >= 32 and <= 16384;

    private static T Read<T>(string text, string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new CheckpointException(file, $"its description of the network cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

#pragma warning disable IDE1006 // the names are the file's
    private sealed record Fields(
        string model,
        string? scale,
        double depth_multiple,
        double width_multiple,
        int max_channels,
        int last_ratio,
        IReadOnlyList<string> names,
        string neuron,
        int T,
        int D,
        float decay,
        float threshold,
        int imgsz
    );

    private sealed record QueryFields(
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

    private sealed record PyramidFields(
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

    private sealed record AnnFields(string model, IReadOnlyList<string> names, string act, int imgsz);

    private sealed record ModelField(string? model);
#pragma warning restore IDE1006
}
