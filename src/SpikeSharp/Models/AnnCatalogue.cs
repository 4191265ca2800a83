using SpikeSharp.Blocks;
using SpikeSharp.Models.Classifiers;
using SpikeSharp.Models.Fcn;
using SpikeSharp.Models.Yolo8;

namespace SpikeSharp.Models;

/// <summary>The ordinary networks by name. A new one is a line here.</summary>
public static class AnnCatalogue
{
    private static readonly Entry[] All =
    [
        .. Yolo8Variant.All.Select(v => new Entry($"yolov8{v.Name}", Activation.SiLU, (classes, activation) =>
            new Yolo8Options(v, classes, activation)
        )),
        .. FcnVariant.All.Select(v => new Entry($"fcn-{v.Name}", Activation.ReLU, (classes, activation) =>
            new FcnOptions(v, classes, activation)
        )),
        .. ClassifierVariant.All.Select(v => new Entry(v.Name, Activation.ReLU, (classes, activation) =>
            new ClassifierOptions(v, classes, activation)
        )),
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(entry => entry.Name);

    /// <summary>The network of a name, in any case; null when there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="activation">Its activation, or null for the one it was published with.</param>
    public static AnnOptions? Find(string name, int classes, Activation? activation) =>
        Array.Find(All, entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? found.Make(classes, activation ?? found.Usual)
            : null;

    private sealed record Entry(string Name, Activation Usual, Func<int, Activation, AnnOptions> Make);
}
