using SpikeSharp.Models.Classifiers;
using SpikeSharp.Models.Fcn;
using SpikeSharp.Models.Fpn;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Models.Yolo8;

namespace SpikeSharp.Models;

/// <summary>All families of networks. A new one is a line here, and its folder.</summary>
public static class NetworkFamilies
{
    /// <summary>The families.</summary>
    public static IReadOnlyList<NetworkFamily> All { get; } =
    [
        SpikeYoloFamily.Instance,
        Spike2FormerFamily.Instance,
        FpnFamily.Instance,
        Yolo8Family.Instance,
        FcnFamily.Instance,
        ClassifierFamily.Instance,
    ];

    /// <summary>All sizes of all families, in words.</summary>
    public static string Known => string.Join(", ", All.SelectMany(family => family.Names));

    /// <summary>What may be asked of a network of some family.</summary>
    internal static IReadOnlyList<NetworkPart> Parts => [.. All.SelectMany(family => family.Parts).Distinct()];

    /// <summary>The family that a word of --model is meant for; null for none.</summary>
    /// <param name="model">The word.</param>
    /// <param name="isFile">Whether there is a file of that name.</param>
    public static NetworkFamily? Of(string model, bool isFile) => All.FirstOrDefault(family => family.Claims(model, isFile));

    /// <summary>Reads the description of a network of whatever family.</summary>
    /// <exception cref="FormatException">No family wrote it, or a field is missing or out of range.</exception>
    public static (NetworkOptions Options, IReadOnlyList<string> Names, int ImageSize) Read(string text)
    {
        var word = NetworkFamily.FromJson<Heading>(text).model;
        var family = All.FirstOrDefault(family => word is not null && family.Wrote(word))
            ?? throw new FormatException($"it holds a '{word}', which this version does not know");
        var (options, names, imageSize) = family.Read(text);
        var input = InputWords.Read(text);
        return !input.HasFrames || family.TakesFrames
            ? (options with { Input = input }, names, imageSize)
            : throw new FormatException($"it sees a frame for each time step, which a {word} does not");
    }

    /// <summary>A network as one line of JSON, which <see cref="Read"/> reads.</summary>
    /// <param name="options">Structure.</param>
    /// <param name="names">Class names.</param>
    /// <param name="imageSize">Side in pixels.</param>
    public static string Write(NetworkOptions options, IReadOnlyList<string> names, int imageSize) =>
        InputWords.Add(options.Family.Write(options, names, imageSize), options.Input);

    /// <summary>The network that training takes for a task where --model is left out.</summary>
    public static string UsualName(VisionTask task) =>
        All.Where(family => family.Task == task).Select(family => family.UsualName).First(name => name is not null)!;

#pragma warning disable IDE1006 // the name is the file's
    private sealed record Heading(string? model);
#pragma warning restore IDE1006
}
