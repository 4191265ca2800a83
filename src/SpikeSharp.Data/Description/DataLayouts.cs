using System.Reflection;
using SpikeSharp.Data.Yaml;

namespace SpikeSharp.Data.Description;

/// <summary>Data sets as they are published: a data YAML each, whose keys hold where the user's gives none.</summary>
/// <remarks>They say <c>validation</c>, so that it is the user's that counts, under either of its names.</remarks>
internal static class DataLayouts
{
    private const string Prefix = "layout ";

    private static readonly Assembly Home = typeof(DataLayouts).Assembly;

    /// <summary>A data YAML together with the layout that its <c>layout:</c> names.</summary>
    public static YamlMap Complete(YamlMap map) =>
        map.Find("layout") is { } node ? map.CompletedBy(Complete(Read(node.AsScalar("'layout:'")))) : map;

    private static IEnumerable<string> Known() =>
        Home.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..])
            .Order(StringComparer.Ordinal);

    private static YamlMap Read(YamlScalar name)
    {
        var resource = Prefix + name.Text.ToLowerInvariant();
        using var stream = Home.GetManifestResourceStream(resource)
            ?? throw name.Error($"'layout: {name.Text}' is unknown; known are " + string.Join(", ", Known()));
        using var reader = new StreamReader(stream);
        return SafeYaml.Parse(reader.ReadToEnd(), resource).AsMap(resource);
    }
}
