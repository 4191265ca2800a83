using SpikeSharp.Blocks;

namespace SpikeSharp.Models;

/// <summary>A family of ordinary networks: sizes by name, and an activation.</summary>
/// <param name="usual">The activation that it was published with.</param>
public abstract class AnnFamily(Activation usual) : NetworkFamily
{
    /// <inheritdoc/>
    public sealed override IReadOnlyList<NetworkPart> Parts { get; } = [NetworkPart.Activation];

    /// <inheritdoc/>
    public sealed override NewNetwork New(string model, NetworkRequest asked, GivenWeights? weights)
    {
        RefuseOthersParts(model, asked);
        var names = NamesOf(asked);
        return new NewNetwork(
            Structure(model.ToLowerInvariant(), names.Count, asked.Activation ?? (weights?.Known as AnnOptions)?.Activation ?? usual),
            names
        );
    }

    /// <inheritdoc/>
    public sealed override bool Wrote(string word) => Names.Contains(word);

    /// <inheritdoc/>
    public sealed override string Write(NetworkOptions options, IReadOnlyList<string> names, int imageSize) =>
        ToJson(new Fields(options.Name, names, NetworkPart.Word(((AnnOptions)options).Activation)!, imageSize));

    /// <inheritdoc/>
    public sealed override (NetworkOptions Options, IReadOnlyList<string> Names, int ImageSize) Read(string text)
    {
        var f = FromJson<Fields>(text);
        if (!Enum.TryParse<Activation>(f.act, ignoreCase: true, out var activation) || !Enum.IsDefined(activation))
            throw new FormatException($"it names an activation '{f.act}', which this version does not know");
        if (!Possible(f.names, f.imgsz))
            throw new FormatException("its description of the network is out of range (names or imgsz)");
        return (Structure(f.model, f.names.Count, activation), f.names, f.imgsz);
    }

    /// <inheritdoc/>
    public sealed override void RequireAgreement(string path, NetworkOptions found, NetworkRequest asked)
    {
        RefuseOthersParts(found.Name, asked);
        base.RequireAgreement(path, found, asked);
    }

    /// <summary>The structure of a size.</summary>
    /// <param name="name">One of <see cref="NetworkFamily.Names"/>.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="activation">The activation.</param>
    protected abstract AnnOptions Structure(string name, int classes, Activation activation);

    /// <inheritdoc/>
    protected sealed override string Refusal(string model, NetworkPart part) =>
        $"{model} is an ordinary network of a fixed size, without neurons: it has no {part.Name}; its activation is --act";

#pragma warning disable IDE1006 // the names are the file's
    private sealed record Fields(string model, IReadOnlyList<string> names, string act, int imgsz);
#pragma warning restore IDE1006
}
