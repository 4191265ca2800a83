using System.Globalization;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>SpikeYOLO: named sizes, or depth and width by hand.</summary>
public sealed class SpikeYoloFamily : SpikingFamily
{
    private const string Word = "spikeyolo";
    private const double MostWeights = 2e9;

    private SpikeYoloFamily() { }

    /// <summary>The family.</summary>
    public static SpikeYoloFamily Instance { get; } = new();

    /// <inheritdoc/>
    public override VisionTask Task => VisionTask.Detect;

    /// <inheritdoc/>
    public override bool TakesFrames => true;

    /// <inheritdoc/>
    public override string? UsualName => $"{Word}-n";

    /// <inheritdoc/>
    public override Type OptionsType => typeof(SpikeYoloOptions);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. SpikeYoloVariant.All.Select(NameOf)];

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkPart> Parts { get; } =
    [
        .. NetworkPart.Neuron,
        new("depth_multiple", asked => asked.Depth, found => Of(found).Depth, OfFixedSize("depth_multiple")),
        new("width_multiple", asked => asked.Width, found => Of(found).Width, OfFixedSize("width_multiple")),
        new("max_channels", asked => asked.MaxChannels, found => Of(found).MaxChannels, OfFixedSize("max_channels")),
        new("last_ratio", asked => asked.LastRatio, found => Of(found).LastRatio, OfFixedSize("last_ratio")),
    ];

    /// <summary>The name of a size, as --model takes it.</summary>
    public static string NameOf(SpikeYoloVariant variant) => $"{Word}-{variant.Name}";

    /// <inheritdoc/>
    public override bool Claims(string model, bool isFile) =>
        model.Equals(Word, StringComparison.OrdinalIgnoreCase)
        || (!isFile && model.StartsWith(Word + "-", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override NewNetwork New(string model, NetworkRequest asked, GivenWeights? weights) =>
        New(model, model.Length == Word.Length ? null : model[(Word.Length + 1)..].ToLowerInvariant(), asked, weights);

    /// <inheritdoc/>
    public override NewNetwork FromYaml(string path, NetworkRequest asked, GivenWeights? weights)
    {
        var (scale, merged) = SpikeYoloYaml.Read(path, asked);
        return New(path, scale, merged, weights) with { ImageSize = merged.ImageSize };
    }

    // Weights grow with the square of the width and with the depth; scale s, of width 0.5 and depth 0.33, has 23 million.
    /// <inheritdoc/>
    public override void RequireBuildable(string model, NetworkOptions options)
    {
        var variant = Of(options);
        var width = variant.Width * Math.Min(1024, variant.MaxChannels) / 1024 / 0.5;
        var weights = 23e6 * width * width * Math.Max(1, variant.Depth / 0.33);
        if (weights > MostWeights)
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{model}: it would have about {weights / 1e9:F0} billion weights, more than the {MostWeights / 1e9:F0} billion "
                        + $"allowed; choose smaller multiples"
                )
            );
    }

    /// <inheritdoc/>
    public override bool Wrote(string word) => word == Word;

    /// <inheritdoc/>
    public override string Write(NetworkOptions options, IReadOnlyList<string> names, int imageSize)
    {
        var (variant, _, neuron) = (SpikeYoloOptions)options;
        return ToJson(
            new Fields(
                Word,
                variant.Name,
                variant.Depth,
                variant.Width,
                variant.MaxChannels,
                variant.LastRatio,
                names,
                neuron.Kind.Word(),
                neuron.TimeSteps,
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
        if (
            !Possible(f.names, f.imgsz)
            || f.T is < 1 or > 1024
            || f.D is < 1 or > Graph.Operations.ILif.SpikeLimit
            || f.depth_multiple is not (> 0 and <= 4)
            || f.width_multiple is not (> 0 and <= 4)
            || f.max_channels is < 8 or > 65536
            || f.last_ratio is < 1 or > 16
        )
            throw new FormatException("its description of the network is out of range (names, T, D, imgsz, depth or width)");
        var variant = new SpikeYoloVariant(f.scale ?? "custom", f.depth_multiple, f.width_multiple, f.max_channels, f.last_ratio);
        var neuron = new NeuronOptions(KindOf(f.neuron), f.T, f.D, f.decay, f.threshold);
        return (new SpikeYoloOptions(variant, f.names.Count, neuron), f.names, f.imgsz);
    }

    /// <inheritdoc/>
    public override string Summary(NetworkOptions options)
    {
        var (variant, _, neuron) = (SpikeYoloOptions)options;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"scale {variant.Name} (depth {variant.Depth}, width {variant.Width}), {base.Summary(options)}, decay {neuron.Decay}"
        );
    }

    /// <inheritdoc/>
    public override object Facts(NetworkOptions options, IReadOnlyList<string> names)
    {
        var (variant, _, neuron) = (SpikeYoloOptions)options;
        return new
        {
            Scale = variant.Name,
            DepthMultiple = variant.Depth,
            WidthMultiple = variant.Width,
            variant.MaxChannels,
            variant.LastRatio,
            Neuron = neuron.Kind.Word(),
            neuron.TimeSteps,
            neuron.MaxSpikes,
            neuron.Decay,
            Classes = names,
        };
    }

    private NewNetwork New(string model, string? scale, NetworkRequest asked, GivenWeights? weights)
    {
        var variant = scale is null ? Custom(model, asked) : Named(model, scale, asked);
        if ((int)(Math.Min(128, variant.MaxChannels) * variant.Width) < 1)
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{model}: a width_multiple of {variant.Width} leaves no channel in layer 1; at least 0.0078125"
                )
            );
        RefuseOthersParts(model, asked);
        var names = NamesOf(asked);
        return new NewNetwork(new SpikeYoloOptions(variant, names.Count, NeuronOf(asked, weights, new NeuronOptions())), names);
    }

    private static SpikeYoloVariant Named(string model, string scale, NetworkRequest asked)
    {
        var variant = SpikeYoloVariant.Find(scale)
            ?? throw new FileNotFoundException($"{model}: there is no scale '{scale}', only {NetworkFamilies.Known}", model);
        if ((asked.Depth ?? asked.Width) is not null)
            throw new ArgumentException(
                $"{model} is of scale {scale}, which fixes depth_multiple and width_multiple; give {Word} to choose both"
            );
        return variant with { MaxChannels = asked.MaxChannels ?? variant.MaxChannels, LastRatio = asked.LastRatio ?? variant.LastRatio };
    }

    private static SpikeYoloVariant Custom(string model, NetworkRequest asked)
    {
        if (asked is not { Depth: { } depth, Width: { } width })
            throw new ArgumentException($"{model} needs depth_multiple and width_multiple, or a scale, as in {NetworkFamilies.Known}");
        var variant = new SpikeYoloVariant("custom", depth, width);
        return variant with { MaxChannels = asked.MaxChannels ?? variant.MaxChannels, LastRatio = asked.LastRatio ?? variant.LastRatio };
    }

    private static SpikeYoloVariant Of(NetworkOptions options) => ((SpikeYoloOptions)options).Variant;

    private static Func<string, string> OfFixedSize(string name) => network => $"{network} is of a fixed size: leave out {name}";

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
#pragma warning restore IDE1006
}
