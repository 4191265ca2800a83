using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Yaml;

namespace SpikeSharp.Data.Segmentation;

/// <summary>What a data YAML says of masks: where they are and what their numbers mean.</summary>
public sealed record MaskSettings
{
    /// <summary><c>masks</c>: the folder of each split's masks, absolute, where it is named.</summary>
    public IReadOnlyDictionary<string, string> Folders { get; private init; } = new Dictionary<string, string>();

    /// <summary><c>mask_values</c>: the class of each number; null where a number is its class.</summary>
    public IReadOnlyDictionary<int, int>? Values { get; private init; }

    /// <summary><c>ignore_index</c>: numbers that are in no class and are meant to be, beside 255.</summary>
    public IReadOnlyList<int> Ignored { get; private init; } = [];

    /// <summary>Reads the keys.</summary>
    /// <param name="map">The data YAML.</param>
    /// <param name="root">What its paths are relative to.</param>
    /// <param name="names">Of the classes.</param>
    internal static MaskSettings Read(YamlMap map, string root, IReadOnlyList<string> names)
    {
        var values = ReadValues(map, names.Count);
        return new() { Folders = ReadFolders(map, root), Values = values, Ignored = ReadIgnored(map, names, values) };
    }

    private static Dictionary<string, string> ReadFolders(YamlMap map, string root) =>
        map.Find("masks")?.AsMap("'masks:'").Entries.ToDictionary(entry => entry.Key.Text, entry => DataYaml.FullPath(root, entry.Value.AsScalar("a folder of masks"))) ?? [];

    private static Dictionary<int, int>? ReadValues(YamlMap map, int classes)
    {
        if (map.Find("mask_values") is not { } node) return null;
        var values = new Dictionary<int, int>();
        foreach (var (key, value) in node.AsMap("'mask_values:'").Entries)
        {
            var (number, scalar) = (Number(key), value.AsScalar("a class number"));
            var target = scalar.AsInt("a class number");
            if (target < 0 || target >= classes) throw scalar.Error($"class numbers are 0 to {classes - 1}, found {target}");
            if (!values.TryAdd(number, target)) throw key.Error($"'mask_values:' gives the number {number} twice");
        }
        return values;
    }

    private static List<int> ReadIgnored(YamlMap map, IReadOnlyList<string> names, Dictionary<int, int>? values)
    {
        var ignored = new List<int>();
        foreach (var node in map.Find("ignore_index") is { } found ? found is YamlList list ? list.Items : [found] : [])
        {
            var number = Number(node.AsScalar("'ignore_index:'"));
            var target = values is null ? number : values.GetValueOrDefault(number, names.Count);
            if (target < names.Count) throw node.Error($"'ignore_index:' names {number}, which is the class {target}, {names[target]}");
            ignored.Add(number);
        }
        return ignored;
    }

    private static int Number(YamlScalar scalar) => scalar.AsInt("a number in the masks") is >= 0 and <= ushort.MaxValue and var number
        ? number
        : throw scalar.Error($"numbers in masks are 0 to {ushort.MaxValue}, found {scalar.Text}");
}
