using SpikeSharp.Data.Yaml;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Data.Description;

/// <summary>A data set as Ultralytics' data YAML describes it: where the images of each split are and the classes' names.</summary>
public sealed class DataYaml
{
    private const int MaxClasses = 65_536;
    private readonly Dictionary<string, IReadOnlyList<string>> _splits = new(StringComparer.Ordinal);

    private DataYaml(string file, string root, IReadOnlyList<string> names, bool namesDownload) =>
        (File, Root, Names, NamesDownload) = (file, root, names, namesDownload);

    /// <summary>The YAML file, absolute.</summary>
    public string File { get; }

    /// <summary>The folder that the splits are relative to, absolute: <c>path</c>, or the YAML's own folder without it.</summary>
    public string Root { get; }

    /// <summary>Class names, by class number.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>True when the file has a <c>download:</c> entry; it is never run, only mentioned when images are missing.</summary>
    public bool NamesDownload { get; }

    /// <summary>What its labels are for, as <c>task:</c> says it; null when it says nothing.</summary>
    public string? Task { get; private init; }

    /// <summary><c>channels</c>: of the pictures, one for grey; null when the file says nothing, so three.</summary>
    public int? Channels { get; private init; }

    /// <summary><c>img_path</c>: the folder, absolute, of the images that lists name without suffix; null where lists hold paths.</summary>
    public string? ImageFolder { get; private init; }

    /// <summary><c>img_suffix</c>: what the names of images end in; null where every image counts.</summary>
    public string? ImageSuffix { get; private init; }

    /// <summary>For segmentation where the masks are and what their numbers mean.</summary>
    public MaskSettings Masks { get; private init; } = new();

    /// <summary>The splits given: <c>train</c> and <c>val</c> always, <c>test</c> if the file names it.</summary>
    public IEnumerable<string> Splits => _splits.Keys;

    /// <summary>Reads a data YAML; whether its folders exist is seen when a split is listed.</summary>
    /// <param name="path">The file, or a folder that holds a <c>data.yaml</c>.</param>
    /// <returns>The description, every path absolute.</returns>
    /// <exception cref="DataException">The file is absent, hostile, or lacks <c>train</c>, <c>val</c> or the class names.</exception>
    public static DataYaml Load(string path)
    {
        var file = Path.GetFullPath(Directory.Exists(path) ? Path.Combine(path, "data.yaml") : path);
        var map = DataLayouts.Complete(SafeYaml.Read(file).AsMap("a data file"));
        var root = FindRoot(map, Path.GetDirectoryName(file)!);
        var categories = MaskSettings.ReadCategories(map, root);
        var names =
            categories is not null && (map.Find("names") ?? map.Find("nc")) is null
                ? [.. categories.Select(category => category.Name)]
                : ReadNames(map);
        var data = new DataYaml(file, root, names, map.Find("download") is not null)
        {
            Task = map.Find("task")?.AsScalar("'task:'").Text,
            Channels = ReadChannels(map),
            Masks = MaskSettings.Read(map, root, names, categories),
            ImageFolder = map.Find("img_path")?.AsScalar("'img_path:'") is { } folder ? FullPath(root, folder) : null,
            ImageSuffix = map.Find("img_suffix")?.AsScalar("'img_suffix:'").Text,
        };
        data.Add("train", map.Find("train") ?? throw map.Error("has no 'train:'; name the folder of the training images"));
        data.Add(
            "val",
            map.Find("val") ?? map.Find("validation") ?? throw map.Error("has no 'val:'; name the folder of the validation images")
        );
        if (map.Find("test") is { } test)
            data.Add("test", test);
        return data;
    }

    /// <summary>Where the images of a split are: folders or .txt lists, absolute, in the order of the file.</summary>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <exception cref="DataException">The file does not name that split.</exception>
    public IReadOnlyList<string> Sources(string split) =>
        _splits.GetValueOrDefault(split)
        ?? throw new DataException(File, null, $"has no split '{split}'; it names {string.Join(", ", _splits.Keys)}");

    private void Add(string split, YamlNode node)
    {
        var entries = node is YamlList list ? list.Items : [node];
        if (entries.Count == 0)
            throw node.Error($"'{split}:' is an empty list");
        _splits[split] = [.. entries.Select(entry => Locate(entry.AsScalar($"'{split}:'"), split))];
    }

    private string Locate(YamlScalar entry, string split)
    {
        if (entry.IsNull || entry.Text.Length == 0)
            throw entry.Error($"'{split}:' holds an empty path");
        var path = FullPath(Root, entry);
        if (Path.Exists(path) || !entry.Text.StartsWith("../", StringComparison.Ordinal))
            return path;
        // Roboflow's exports name ../train/images for train/images beside the YAML.
        var beside = Path.GetFullPath(entry.Text[3..], Root);
        return Path.Exists(beside) ? beside : path;
    }

    private static string FindRoot(YamlMap map, string folder)
    {
        if (map.Find("path") is not { } node)
            return folder;
        var entry = node.AsScalar("'path:'");
        var besideFile = FullPath(folder, entry);
        if (Directory.Exists(besideFile))
            return besideFile;
        var here = Path.GetFullPath(entry.Text);
        if (Directory.Exists(here))
            return here;
        throw DataException.NotFound(
            map.File,
            $"'path: {entry.Text}' is no folder; looked for {besideFile}{(here == besideFile ? "" : $" and {here}")}"
        );
    }

    internal static string FullPath(string folder, YamlScalar entry) =>
        entry.Text.Contains('\0') ? throw entry.Error("a path must not contain a zero byte") : Path.GetFullPath(entry.Text, folder);

    private static int? ReadChannels(YamlMap map)
    {
        if (map.Find("channels")?.AsScalar("'channels:'") is not { } node)
            return null;
        var channels = node.AsInt("'channels:'");
        return channels is >= 1 and <= Input.MaxChannels
            ? channels
            : throw node.Error($"'channels:' must be 1 to {Input.MaxChannels}, found {channels}");
    }

    private static string[] ReadNames(YamlMap map)
    {
        var nc = map.Find("nc")?.AsScalar("'nc:'");
        var count = nc?.AsInt("'nc:'");
        if (count is < 1 or > MaxClasses)
            throw nc!.Error($"'nc:' must be 1 to {MaxClasses}, found {count}");
        var node = map.Find("names");
        if (node is null)
            return count is { } n
                ? [.. Enumerable.Range(0, n).Select(i => $"class_{i}")]
                : throw map.Error("has neither 'names:' nor 'nc:'; name the classes");
        var names = node is YamlList list ? [.. list.Items.Select(Name)] : ByNumber(node.AsMap("'names:'"));
        if (names.Length is 0 or > MaxClasses)
            throw node.Error($"'names:' must hold 1 to {MaxClasses} classes, found {names.Length}");
        if (count is { } wanted && wanted != names.Length)
            throw nc!.Error($"'nc: {wanted}' disagrees with the {names.Length} entries of 'names:'");
        return names;
    }

    private static string[] ByNumber(YamlMap map)
    {
        var names = new string[map.Entries.Count];
        foreach (var (key, value) in map.Entries)
        {
            var number = key.AsInt("a class number");
            if (number < 0 || number >= names.Length || names[number] is not null)
                throw key.Error($"class numbers must be 0 to {names.Length - 1}, each once, found {key.Text}");
            names[number] = Name(value);
        }
        return names;
    }

    private static string Name(YamlNode node) => node.AsScalar("a class name").Text;
}
