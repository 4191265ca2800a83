namespace SpikeSharp.Data.Yaml;

/// <summary>A node of a YAML document read by <see cref="SafeYaml"/>: a scalar, a list or a map, with its place in the file.</summary>
public abstract class YamlNode
{
    private protected YamlNode(string file, int line) => (File, Line) = (file, line);

    /// <summary>The file the node was read from, for messages.</summary>
    public string File { get; }

    /// <summary>The line of its first character, from 1.</summary>
    public int Line { get; }

    internal abstract string Kind { get; }

    /// <summary>An exception that names this node's file and line.</summary>
    /// <param name="reason">What was found and what was wanted.</param>
    /// <returns>The exception, to be thrown.</returns>
    public DataException Error(string reason) => new(File, Line, reason);

    /// <summary>The node as a scalar.</summary>
    /// <param name="what">What the node stands for, for the message.</param>
    /// <returns>The node itself.</returns>
    /// <exception cref="DataException">It is a list or a map.</exception>
    public YamlScalar AsScalar(string what) => this as YamlScalar ?? throw Error($"{what} must be a single value, found {Kind}");

    /// <summary>The node as a list.</summary>
    /// <param name="what">What the node stands for, for the message.</param>
    /// <returns>The node itself.</returns>
    /// <exception cref="DataException">It is a scalar or a map.</exception>
    public YamlList AsList(string what) => this as YamlList ?? throw Error($"{what} must be a list, found {Kind}");

    /// <summary>The node as a map.</summary>
    /// <param name="what">What the node stands for, for the message.</param>
    /// <returns>The node itself.</returns>
    /// <exception cref="DataException">It is a scalar or a list.</exception>
    public YamlMap AsMap(string what) => this as YamlMap ?? throw Error($"{what} must be a map of 'key: value' lines, found {Kind}");
}
