using System.Globalization;
using System.Text.Json;
using SpikeSharp.TaskLosses;

namespace SpikeSharp.Models;

/// <summary>
/// A family of networks: all that others must know of it. Its networks stand in its folder, and one line of <see cref="NetworkFamilies"/>
/// makes it known.
/// </summary>
public abstract class NetworkFamily
{
    private const int DefaultClasses = 80;
    private static readonly JsonSerializerOptions Json = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>What its networks do.</summary>
    public abstract VisionTask Task { get; }

    /// <summary>The type of its networks' structure.</summary>
    public abstract Type OptionsType { get; }

    /// <summary>The names of its sizes, as --model takes them.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>The size that training takes for the task where --model is left out; null where another family has it.</summary>
    public virtual string? UsualName => null;

    /// <summary>What may be asked of its networks beside name, classes and image size.</summary>
    public abstract IReadOnlyList<NetworkPart> Parts { get; }

    /// <summary>Whether its networks may see a frame for each time step, and not only one picture for all.</summary>
    public virtual bool TakesFrames => false;

    /// <summary>How its networks are optimised; null for Ultralytics' recipe.</summary>
    public virtual FamilyRecipe? Recipe => null;

    /// <summary>Whether a word of --model is meant for the family, be it a size that exists or not.</summary>
    /// <param name="model">The word.</param>
    /// <param name="isFile">Whether there is a file of that name.</param>
    public virtual bool Claims(string model, bool isFile) => !isFile && Names.Contains(model, StringComparer.OrdinalIgnoreCase);

    /// <summary>Decides the structure of a new network.</summary>
    /// <param name="model">The word of --model.</param>
    /// <param name="asked">What else is asked of it.</param>
    /// <param name="weights">The file of weights that it is to take, or null.</param>
    /// <exception cref="FileNotFoundException">There is no such size.</exception>
    /// <exception cref="ArgumentException">What is asked contradicts the name.</exception>
    /// <exception cref="FormatException">The file of weights is of another network.</exception>
    public abstract NewNetwork New(string model, NetworkRequest asked, GivenWeights? weights);

    /// <summary>The same from a YAML file; null where the family has no such files.</summary>
    /// <param name="path">The file.</param>
    /// <param name="asked">What is asked beside it, which wins.</param>
    /// <param name="weights">The file of weights that the network is to take, or null.</param>
    /// <exception cref="Data.DataException">The file is absent, hostile, or says what cannot be.</exception>
    public virtual NewNetwork? FromYaml(string path, NetworkRequest asked, GivenWeights? weights) => null;

    /// <summary>Refuses a network of possible numbers that is too large all the same.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    public virtual void RequireBuildable(string model, NetworkOptions options) { }

    /// <summary>Whether a checkpoint's word for its network is the family's.</summary>
    public abstract bool Wrote(string word);

    /// <summary>A network as one line of JSON for the metadata of its checkpoints, under the names of the command line.</summary>
    /// <param name="options">Structure.</param>
    /// <param name="names">Class names.</param>
    /// <param name="imageSize">Side in pixels.</param>
    public abstract string Write(NetworkOptions options, IReadOnlyList<string> names, int imageSize);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">A field is missing or out of range.</exception>
    public abstract (NetworkOptions Options, IReadOnlyList<string> Names, int ImageSize) Read(string text);

    /// <summary>What a segmenter of the family learns by.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="weights">Gives a weight a class, where the loss has such.</param>
    public virtual IPixelLoss PixelLoss(int classes, Func<IReadOnlyList<double>> weights) => new SegmentationLoss(weights());

    /// <summary>A network's size, classes and units in words.</summary>
    public virtual string Summary(NetworkOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"{options.Classes} classes, {options.Units}");

    /// <summary>What `info --json` tells of a network.</summary>
    /// <param name="options">Structure.</param>
    /// <param name="names">Class names.</param>
    public virtual object Facts(NetworkOptions options, IReadOnlyList<string> names) =>
        new
        {
            options.Name,
            options.Units,
            Classes = names,
        };

    /// <summary>Refuses what contradicts the network of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="found">Its network.</param>
    /// <param name="asked">What is asked beside it.</param>
    /// <exception cref="ArgumentException">Something does; the message names both values.</exception>
    public virtual void RequireAgreement(string path, NetworkOptions found, NetworkRequest asked)
    {
        NetworkRequest.RequireSame(path, "nc", asked.Classes, found.Classes);
        NetworkRequest.RequireSame(path, "channels", asked.Channels, found.Input.Channels);
        RefuseOthersParts(path, asked);
        foreach (var part in Parts)
            NetworkRequest.RequireSame(path, part.Name, part.Asked(asked), part.Found(found));
    }

    /// <summary>Refuses what only networks of other families have.</summary>
    /// <exception cref="ArgumentException">Such is asked.</exception>
    protected void RefuseOthersParts(string model, NetworkRequest asked)
    {
        if (NetworkFamilies.Parts.FirstOrDefault(part => part.Asked(asked) is not null && !Parts.Contains(part)) is { } wrong)
            throw new ArgumentException(Refusal(model, wrong));
    }

    /// <summary>Why there is no such part of a network of this family.</summary>
    protected virtual string Refusal(string model, NetworkPart part) => part.Refusal(model);

    /// <summary>The class names of a new network.</summary>
    /// <exception cref="ArgumentException">Number and names disagree.</exception>
    protected static IReadOnlyList<string> NamesOf(NetworkRequest asked)
    {
        var names = asked.Names ?? [.. Enumerable.Range(0, asked.Classes ?? DefaultClasses).Select(i => $"class_{i}")];
        if (asked.Classes is { } classes && classes != names.Count)
            throw new ArgumentException($"nc is {classes}, but the data name {names.Count} classes");
        return names;
    }

    /// <summary>Whether class names and image size are possible.</summary>
    protected static bool Possible(IReadOnlyList<string>? names, int imageSize) =>
        names is { Count: > 0 and <= 65536 } && imageSize is >= 32 and <= 16384;

    /// <summary>Writes the fields of a description.</summary>
    protected static string ToJson<T>(T fields) => JsonSerializer.Serialize(fields, Json);

    /// <summary>Reads the fields of a description.</summary>
    /// <exception cref="FormatException">They are no such JSON.</exception>
    protected internal static T FromJson<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new FormatException($"its description of the network cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
