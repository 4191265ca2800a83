using SpikeSharp.Data.Yaml;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Description;

/// <summary>What a data YAML says of masks: where they are and what their numbers mean.</summary>
public sealed record MaskSettings
{
    private static readonly string[] Splits = ["train", "val", "test"];

    /// <summary><c>masks</c>: the folder of each split's masks, absolute, where it is named.</summary>
    public IReadOnlyDictionary<string, string> Folders { get; private init; } = new Dictionary<string, string>();

    /// <summary><c>seg_map_suffix</c>: what the names of masks end in, in place of the images' suffix.</summary>
    public string Suffix { get; private init; } = ".png";

    /// <summary>
    /// <c>mask_values</c>, or what <c>reduce_zero_label</c> or the panoptic categories say: the class of each number; null where a number
    /// is its class.
    /// </summary>
    public IReadOnlyDictionary<int, int>? Values { get; private init; }

    /// <summary>
    /// <c>ignore_index</c>, and the 0 of <c>reduce_zero_label</c>: numbers that are in no class and are meant to be, beside 255.
    /// </summary>
    public IReadOnlyList<int> Ignored { get; private init; } = [];

    /// <summary><c>palette</c>: the number that each colour of a mask with colours stands for; null where such are refused.</summary>
    public IReadOnlyDictionary<Rgb, ushort>? Palette { get; private init; }

    /// <summary>
    /// <c>panoptic_json</c>: the file of each split that tells the segments of its masks, absolute; empty where masks hold classes.
    /// </summary>
    public IReadOnlyDictionary<string, string> Panoptic { get; private init; } = new Dictionary<string, string>();

    /// <summary>Reads the keys.</summary>
    /// <param name="map">The data YAML.</param>
    /// <param name="root">What its paths are relative to.</param>
    /// <param name="names">Of the classes.</param>
    /// <param name="categories">Of the panoptic annotation; null where there is none.</param>
    internal static MaskSettings Read(YamlMap map, string root, IReadOnlyList<string> names, IReadOnlyList<PanopticCategory>? categories)
    {
        var zero = map.Find("reduce_zero_label")?.AsScalar("'reduce_zero_label:'");
        var reduce = zero?.AsBool("'reduce_zero_label:'") ?? false;
        var values = ReadValues(map, names.Count);
        if (reduce && (values ?? categories as object) is not null)
            throw zero!.Error(
                "'reduce_zero_label: true' does not go with 'mask_values:' or 'panoptic_json:', which say which number is which class"
            );
        if (values is null && categories is not null)
        {
            if (categories.Count != names.Count)
                throw map.Error(
                    $"'names:' holds {names.Count} classes, 'panoptic_json:' {categories.Count} categories; leave 'names:' out, or say "
                        + $"in 'mask_values:' which category is which class"
                );
            values = categories.Index().ToDictionary(category => category.Item.Id, category => category.Index);
        }
        if (reduce)
            values = Enumerable.Range(0, names.Count).ToDictionary(i => i + 1);
        return new()
        {
            Folders = ReadPaths(map, "masks", root),
            Suffix = map.Find("seg_map_suffix")?.AsScalar("'seg_map_suffix:'").Text ?? ".png",
            Values = values,
            Ignored =
            [
                .. ReadIgnored(map, names, values),
                .. reduce ? [0] : Array.Empty<int>(),
                .. categories is null ? [] : new int[] { PanopticJson.None },
            ],
            Palette = map.Find("palette") is { } palette ? ReadPalette(palette) : null,
            Panoptic = ReadPaths(map, "panoptic_json", root),
        };
    }

    /// <summary>The categories of the panoptic annotation, where there is one: of the validation's, the smaller file.</summary>
    internal static IReadOnlyList<PanopticCategory>? ReadCategories(YamlMap map, string root)
    {
        var files = ReadPaths(map, "panoptic_json", root);
        return files.Count == 0 ? null : PanopticJson.Categories(files.GetValueOrDefault("val") ?? files.Values.First());
    }

    // One path for all splits, or one for each.
    private static Dictionary<string, string> ReadPaths(YamlMap map, string key, string root) =>
        map.Find(key) switch
        {
            null => [],
            YamlScalar path => Splits.ToDictionary(split => split, _ => DataYaml.FullPath(root, path)),
            var paths => paths
                .AsMap($"'{key}:'")
                .Entries.ToDictionary(
                    entry =>
                        Splits.Contains(entry.Key.Text)
                            ? entry.Key.Text
                            : throw entry.Key.Error($"'{key}:' is told for {string.Join(", ", Splits)}, found '{entry.Key.Text}'"),
                    entry => DataYaml.FullPath(root, entry.Value.AsScalar($"a path of '{key}:'"))
                ),
        };

    private static Dictionary<int, int>? ReadValues(YamlMap map, int classes)
    {
        if (map.Find("mask_values") is not { } node)
            return null;
        var values = new Dictionary<int, int>();
        foreach (var (key, value) in node.AsMap("'mask_values:'").Entries)
        {
            var (number, scalar) = (Number(key), value.AsScalar("a class number"));
            var target = scalar.AsInt("a class number");
            if (target < 0 || target >= classes)
                throw scalar.Error($"class numbers are 0 to {classes - 1}, found {target}");
            if (!values.TryAdd(number, target))
                throw key.Error($"'mask_values:' gives the number {number} twice");
        }
        if (values.Count == 0)
            throw node.Error("'mask_values:' is empty; leave it out where numbers are classes");
        return values;
    }

    private static List<int> ReadIgnored(YamlMap map, IReadOnlyList<string> names, Dictionary<int, int>? values)
    {
        var ignored = new List<int>();
        foreach (
            var node in map.Find("ignore_index") is { } found
                ? found is YamlList list
                    ? list.Items
                    : [found]
                : []
        )
        {
            var number = Number(node.AsScalar("'ignore_index:'"));
            var target = values is null ? number : values.GetValueOrDefault(number, names.Count);
            if (target < names.Count)
                throw node.Error($"'ignore_index:' names {number}, which is the class {target}, {names[target]}");
            ignored.Add(number);
        }
        return ignored;
    }

    // A list of the colours of 0, 1, 2 …, or a map from number to colour.
    private static Dictionary<Rgb, ushort> ReadPalette(YamlNode node)
    {
        var colours = new Dictionary<Rgb, ushort>();
        var entries = node is YamlList list
            ? list.Items.Index()
            : node.AsMap("'palette:'").Entries.Select(entry => (Number(entry.Key), entry.Value));
        foreach (var (number, value) in entries)
        {
            byte[] parts =
            [
                .. value
                    .AsList("a colour of 'palette:'")
                    .Items.Select(part =>
                        part.AsScalar("a part of a colour").AsInt("a part of a colour") is >= 0 and <= 255 and var level
                            ? (byte)level
                            : throw part.Error("parts of colours are 0 to 255")
                    ),
            ];
            if (parts.Length != 3)
                throw value.Error($"a colour has 3 parts, red, green and blue, found {parts.Length}");
            if (!colours.TryAdd(new(parts[0], parts[1], parts[2]), (ushort)number))
                throw value.Error("'palette:' gives a colour twice");
        }
        return colours;
    }

    private static int Number(YamlScalar scalar) =>
        scalar.AsInt("a number in the masks") is >= 0 and <= ushort.MaxValue and var number
            ? number
            : throw scalar.Error($"numbers in masks are 0 to {ushort.MaxValue}, found {scalar.Text}");
}
