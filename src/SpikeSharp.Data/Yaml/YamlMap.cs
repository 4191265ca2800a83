namespace SpikeSharp.Data.Yaml;

/// <summary>A map from text to nodes, in the order of the file, without duplicates.</summary>
public sealed class YamlMap : YamlNode
{
    private readonly Dictionary<string, YamlNode> _byKey;

    internal YamlMap(string file, int line, IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> entries)
        : base(file, line)
    {
        Entries = entries;
        _byKey = new(entries.Count, StringComparer.Ordinal);
        foreach (var (key, value) in entries)
            if (!_byKey.TryAdd(key.Text, value))
                throw key.Error($"the key {key.Kind} is given twice");
    }

    /// <summary>Keys and values in the order of the file; a key knows its own line.</summary>
    public IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> Entries { get; }

    internal override string Kind => "a map";

    /// <summary>The value of a key; null when the key is absent or its value is empty.</summary>
    /// <param name="key">The key, case-sensitive.</param>
    public YamlNode? Find(string key) => _byKey.GetValueOrDefault(key) is { } node && node is not YamlScalar { IsNull: true } ? node : null;

    /// <summary>This map with the entries of another under keys that it does not have; an empty value keeps the other's away.</summary>
    internal YamlMap CompletedBy(YamlMap other) =>
        new(File, Line, [.. Entries, .. other.Entries.Where(entry => !_byKey.ContainsKey(entry.Key.Text))]);
}
