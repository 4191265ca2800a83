using SpikeSharp.Data;
using SpikeSharp.Data.Yaml;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>A network described in a YAML file, under the names of the command line.</summary>
internal static class SpikeYoloYaml
{
    private static readonly string[] Keys =
    [
        "scale",
        "depth_multiple",
        "width_multiple",
        "max_channels",
        "last_ratio",
        "nc",
        "names",
        "T",
        "D",
        "neuron",
        "decay",
        "imgsz",
    ];

    /// <summary>Reads the file; what is asked elsewhere wins over it.</summary>
    /// <returns>The scale's letter, or null, and the rest.</returns>
    /// <exception cref="DataException">The file is absent, hostile, or says what cannot be.</exception>
    public static (string? Scale, NetworkRequest Options) Read(string path, NetworkRequest asked)
    {
        var map = SafeYaml.Read(path).AsMap("a network's file");
        foreach (var (key, _) in map.Entries)
        {
            if (!Keys.Contains(key.Text, StringComparer.Ordinal))
                throw key.Error($"'{key.Text}' is no key of a network; there are {string.Join(", ", Keys)}");
        }
        var names = Names(map, Whole("nc"));
        return (
            map.Find("scale")?.AsScalar("'scale:'").Text,
            asked with
            {
                Depth = asked.Depth ?? Number("depth_multiple"),
                Width = asked.Width ?? Number("width_multiple"),
                MaxChannels = asked.MaxChannels ?? Whole("max_channels"),
                LastRatio = asked.LastRatio ?? Whole("last_ratio"),
                Classes = asked.Classes ?? names?.Count ?? Whole("nc"),
                Names = asked.Names ?? names,
                TimeSteps = asked.TimeSteps ?? Whole("T"),
                MaxSpikes = asked.MaxSpikes ?? Whole("D"),
                Neuron = asked.Neuron ?? Kind(map.Find("neuron")),
                Decay = asked.Decay ?? (float?)Number("decay"),
                ImageSize = asked.ImageSize ?? Whole("imgsz"),
            }
        );

        int? Whole(string key) => map.Find(key)?.AsScalar($"'{key}:'").AsInt($"'{key}:'");
        double? Number(string key) => map.Find(key)?.AsScalar($"'{key}:'").AsDouble($"'{key}:'");
    }

    private static List<string>? Names(YamlMap map, int? count)
    {
        var node = map.Find("names");
        if (node is null)
            return null;
        var names = node is YamlList list
            ? list.Items.Select(item => item.AsScalar("a class name").Text).ToList()
            :
            [
                .. node.AsMap("'names:'")
                    .Entries.OrderBy(entry => entry.Key.AsInt("a class number"))
                    .Select(entry => entry.Value.AsScalar("a class name").Text),
            ];
        return count is null || count == names.Count
            ? names
            : throw node.Error($"'nc: {count}' disagrees with the {names.Count} entries of 'names:'");
    }

    private static NeuronKind? Kind(YamlNode? node)
    {
        if (node?.AsScalar("'neuron:'") is not { } scalar)
            return null;
        return TrainedNeurons.Find(scalar.Text)
            ?? throw scalar.Error($"'neuron:' must be one of {string.Join(", ", TrainedNeurons.Words)}, found '{scalar.Text}'");
    }
}
