using System.Text.Json;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;

namespace SpikeSharp.Checkpoints;

/// <summary>What a checkpoint says of its network, so that it can be built again without being told anything.</summary>
/// <param name="Options">Structure.</param>
/// <param name="Names">Class names, by class.</param>
/// <param name="ImageSize">Side in pixels the network was trained at.</param>
public sealed record ModelDescription(SpikeYoloOptions Options, IReadOnlyList<string> Names, int ImageSize)
{
    private static readonly JsonSerializerOptions Json = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>As one line of JSON, under the names of the command line.</summary>
    public string ToJson()
    {
        var (variant, neuron) = (Options.Variant, Options.Neuron);
        return JsonSerializer.Serialize(
            new Fields(
                "spikeyolo", variant.Name, variant.Depth, variant.Width, variant.MaxChannels, variant.LastRatio, Names, neuron.Kind.ToString().ToLowerInvariant(),
                neuron.TimeSteps, neuron.MaxSpikes, neuron.Decay, neuron.Threshold, ImageSize),
            Json);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CheckpointException">A field is missing or out of range.</exception>
    public static ModelDescription FromJson(string text, string file)
    {
        Fields f;
        try
        {
            f = JsonSerializer.Deserialize<Fields>(text, Json) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new CheckpointException(file, $"its description of the network cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }
        if (f.model != "spikeyolo") throw new CheckpointException(file, $"it holds a '{f.model}', which this version does not know");
        if (!Enum.TryParse<NeuronKind>(f.neuron, ignoreCase: true, out var kind)) throw new CheckpointException(file, $"it names a neuron '{f.neuron}', which this version does not know");
        if (f.names is not { Count: > 0 and <= 65536 } || f.T is < 1 or > 1024 || f.D is < 1 or > 255 || f.imgsz is < 32 or > 16384
            || f.depth_multiple is not (> 0 and <= 4) || f.width_multiple is not (> 0 and <= 4) || f.max_channels is < 8 or > 65536 || f.last_ratio is < 1 or > 16)
            throw new CheckpointException(file, "its description of the network is out of range (names, T, D, imgsz, depth or width)");
        var variant = new SpikeYoloVariant(f.scale ?? "custom", f.depth_multiple, f.width_multiple, f.max_channels, f.last_ratio);
        return new ModelDescription(new SpikeYoloOptions(variant, f.names.Count, new NeuronOptions(kind, f.T, f.D, f.decay, f.threshold)), f.names, f.imgsz);
    }

#pragma warning disable IDE1006 // the names are the file's
    private sealed record Fields(
        string model, string? scale, double depth_multiple, double width_multiple, int max_channels, int last_ratio, IReadOnlyList<string> names, string neuron,
        int T, int D, float decay, float threshold, int imgsz);
#pragma warning restore IDE1006
}
