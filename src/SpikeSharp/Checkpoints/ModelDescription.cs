using System.Text.Json;
using SpikeSharp.Blocks;
using SpikeSharp.Models;
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
    public string ToJson() => Options switch
    {
        SpikeYoloOptions(var variant, _, var neuron) => JsonSerializer.Serialize(
            new Fields(
                SpikeYoloWord, variant.Name, variant.Depth, variant.Width, variant.MaxChannels, variant.LastRatio, Names, neuron.Kind.ToString().ToLowerInvariant(),
                neuron.TimeSteps, neuron.MaxSpikes, neuron.Decay, neuron.Threshold, ImageSize),
            Json),
        AnnOptions ann => JsonSerializer.Serialize(new AnnFields(ann.Name, Names, ann.Activation.ToString().ToLowerInvariant(), ImageSize), Json),
        _ => throw new NotSupportedException($"no description is written of {Options.Name}"),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CheckpointException">A field is missing or out of range.</exception>
    public static ModelDescription FromJson(string text, string file)
    {
        var model = Read<ModelField>(text, file).model;
        if (model is not null && AnnCatalogue.Names.Contains(model)) return Ann(Read<AnnFields>(text, file), file);
        if (model != SpikeYoloWord) throw new CheckpointException(file, $"it holds a '{model}', which this version does not know");
        var f = Read<Fields>(text, file);
        if (!Enum.TryParse<NeuronKind>(f.neuron, ignoreCase: true, out var kind)) throw new CheckpointException(file, $"it names a neuron '{f.neuron}', which this version does not know");
        if (!Possible(f.names, f.imgsz) || f.T is < 1 or > 1024 || f.D is < 1 or > 255
            || f.depth_multiple is not (> 0 and <= 4) || f.width_multiple is not (> 0 and <= 4) || f.max_channels is < 8 or > 65536 || f.last_ratio is < 1 or > 16)
            throw new CheckpointException(file, "its description of the network is out of range (names, T, D, imgsz, depth or width)");
        var variant = new SpikeYoloVariant(f.scale ?? "custom", f.depth_multiple, f.width_multiple, f.max_channels, f.last_ratio);
        return new ModelDescription(new SpikeYoloOptions(variant, f.names.Count, new NeuronOptions(kind, f.T, f.D, f.decay, f.threshold)), f.names, f.imgsz);
    }

    private static ModelDescription Ann(AnnFields f, string file)
    {
        if (!Enum.TryParse<Activation>(f.act, ignoreCase: true, out var activation) || !Enum.IsDefined(activation))
            throw new CheckpointException(file, $"it names an activation '{f.act}', which this version does not know");
        if (!Possible(f.names, f.imgsz)) throw new CheckpointException(file, "its description of the network is out of range (names or imgsz)");
        return new ModelDescription(AnnCatalogue.Find(f.model, f.names.Count, activation)!, f.names, f.imgsz);
    }

    private static bool Possible(IReadOnlyList<string>? names, int imageSize) => names is { Count: > 0 and <= 65536 } && imageSize is >= 32 and <= 16384;

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
        string model, string? scale, double depth_multiple, double width_multiple, int max_channels, int last_ratio, IReadOnlyList<string> names, string neuron,
        int T, int D, float decay, float threshold, int imgsz);

    private sealed record AnnFields(string model, IReadOnlyList<string> names, string act, int imgsz);

    private sealed record ModelField(string? model);
#pragma warning restore IDE1006
}
