using System.Text.Json;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Graph.Operations;

/// <summary>The properties of one JSON object of the graph, each read once, by its type; <see cref="Done"/> refuses the rest.</summary>
internal sealed class OperationFields(JsonElement json, string? node, SafetensorsFile file, HashSet<string> tensorsRead)
{
    private readonly HashSet<string> _unread = [.. Properties(json, node).Select(property => property.Name)];

    /// <summary>Whom errors name and whose weights are read.</summary>
    internal string? Node { get; set; } = node;

    /// <summary>Whether an optional property is there.</summary>
    internal bool Has(string name) => _unread.Contains(name);

    internal GraphException Error(string reason) => new(reason, Node);

    internal int Integer(string name) =>
        Take(name, JsonValueKind.Number).TryGetInt32(out var value) ? value : throw Error($"'{name}' is no whole number of 32 bits");

    /// <summary>A whole number that a file leaves out where it is the usual one.</summary>
    internal int Integer(string name, int absent) => Has(name) ? Integer(name) : absent;

    internal float Real(string name) =>
        Take(name, JsonValueKind.Number).TryGetSingle(out var value) && float.IsFinite(value)
            ? value
            : throw Error($"'{name}' is no finite number");

    /// <summary>A number that a file leaves out where it is the usual one.</summary>
    internal float Real(string name, float absent) => Has(name) ? Real(name) : absent;

    internal double Number(string name) =>
        Take(name, JsonValueKind.Number).TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw Error($"'{name}' is no finite number");

    internal string Word(string name) => Text(Take(name, JsonValueKind.String), name);

    internal bool Boolean(string name)
    {
        var value = Take(name, JsonValueKind.Undefined);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Error($"'{name}' is neither true nor false"),
        };
    }

    internal bool Boolean(string name, bool absent) => Has(name) ? Boolean(name) : absent;

    /// <summary>A word for one of a kind's members, as <see cref="Word{T}(T)"/> writes it.</summary>
    internal T Choice<T>(string name)
        where T : struct, Enum
    {
        var word = Word(name);
        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value) == word)
                return value;
        }
        throw Error($"{name} '{word}' is unknown, wanted {string.Join(", ", Enum.GetValues<T>().Select(Word))}");
    }

    /// <summary>A kind's member as the file has it: its name in small letters.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    internal string[] Words(string name) => [.. Items(name).Select(item => Text(item, name))];

    internal int[] Integers(string name) =>
        [
            .. Items(name)
                .Select(item =>
                    item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var value)
                        ? value
                        : throw Error($"'{name}' holds something other than whole numbers")
                ),
        ];

    internal Dictionary<string, string> Dictionary(string name)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Properties(Take(name, JsonValueKind.Object), Node))
            entries.Add(key, Text(value, name));
        return entries;
    }

    internal OperationFields Object(string name) => new(Take(name, JsonValueKind.Object), Node, file, tensorsRead);

    internal IEnumerable<OperationFields> Objects(string name) =>
        Items(name).Select(item => new OperationFields(item, Node, file, tensorsRead));

    /// <summary>The float32 tensor <c>node.role</c> of the file.</summary>
    internal WeightTensor Weight(string role)
    {
        var name = $"{Node}.{role}";
        if (!file.Tensors.TryGetValue(name, out var info))
            throw Error($"the file has no tensor '{name}'");
        if (info.DType != DType.F32)
            throw Error($"tensor '{name}' is {info}, wanted F32");
        if (info.Shape.Any(size => size > int.MaxValue))
            throw Error($"tensor '{name}' is {info}, too large");
        // Before anything is copied: many nodes of one name must not multiply one large tensor.
        if (!tensorsRead.Add(name))
            throw Error("the name is used twice");
        try
        {
            return new WeightTensor(Array.ConvertAll(info.Shape, size => (int)size), file.Floats(name));
        }
        catch (GraphException e)
        {
            throw Error($"tensor '{name}': {e.Reason}");
        }
    }

    internal void Done()
    {
        if (_unread.Count > 0)
            throw Error($"'{_unread.First()}' is not known here: the file is of a later kind, or damaged");
    }

    private JsonElement.ArrayEnumerator Items(string name) => Take(name, JsonValueKind.Array).EnumerateArray();

    private JsonElement Take(string name, JsonValueKind kind)
    {
        if (!_unread.Remove(name))
            throw Error($"'{name}' is missing");
        var value = json.GetProperty(name);
        return kind == JsonValueKind.Undefined || value.ValueKind == kind
            ? value
            : throw Error($"'{name}' is {value.ValueKind}, wanted {kind}");
    }

    private string Text(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw Error($"'{name}' holds {value.ValueKind}, wanted text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new GraphException($"'{name}' is not valid Unicode", Node, inner: e);
        }
    }

    private static List<(string Name, JsonElement Value)> Properties(JsonElement json, string? node)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new GraphException($"found {json.ValueKind} where an object belongs", node);
        return [.. json.EnumerateObject().Select(property => (property.Name, property.Value))];
    }
}
