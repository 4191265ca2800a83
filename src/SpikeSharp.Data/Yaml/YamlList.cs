namespace SpikeSharp.Data.Yaml;

/// <summary>A list of nodes.</summary>
public sealed class YamlList : YamlNode
{
    internal YamlList(string file, int line, IReadOnlyList<YamlNode> items)
        : base(file, line) => Items = items;

    /// <summary>The items in the order of the file.</summary>
    public IReadOnlyList<YamlNode> Items { get; }

    internal override string Kind => "a list";
}
