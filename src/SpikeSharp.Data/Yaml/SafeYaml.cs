using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SpikeSharp.Data.Yaml;

/// <summary>
/// Reads YAML that may be hostile into a plain tree: nothing is constructed by name and nothing is run. Limits are checked
/// while events arrive, before anything recursive sees them, since YamlDotNet's own deserialiser overflows the stack on deep nesting.
/// </summary>
public static class SafeYaml
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Deepest nesting of lists and maps.</summary>
    public const int MaxDepth = 64;

    /// <summary>Most uses of <c>*alias</c> in one document.</summary>
    public const int MaxAliases = 100;

    /// <summary>Most nodes once every alias is written out: an alias bomb stays small in the file and is large only then.</summary>
    public const int MaxNodes = 1_000_000;

    /// <summary>Reads one document from a file.</summary>
    /// <param name="path">The file, UTF-8, at most <see cref="MaxBytes"/>.</param>
    /// <returns>The root node; an empty document is an empty map.</returns>
    /// <exception cref="DataException">The file is absent, too large, not YAML, or outside the limits.</exception>
    public static YamlNode Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaxBytes)
                throw TooLarge(path);
            // A pipe or a growing file may hold more than its length said, so the read itself is bounded too.
            var bytes = new byte[MaxBytes + 1];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > MaxBytes)
                throw TooLarge(path);
            return Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, count), path);
        }
        catch (DecoderFallbackException e)
        {
            throw new DataException(path, null, "is not text in UTF-8", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            var absent = e is FileNotFoundException or DirectoryNotFoundException;
            throw DataException.NotFound(path, absent ? "no such file" : $"cannot be read ({e.Message})", e);
        }
    }

    /// <summary>Reads one document from text.</summary>
    /// <param name="text">The YAML, at most <see cref="MaxBytes"/> characters.</param>
    /// <param name="name">What to call it in messages, as a rule its path.</param>
    /// <returns>The root node; an empty document is an empty map.</returns>
    /// <exception cref="DataException">It is not YAML, or outside the limits.</exception>
    public static YamlNode Parse(string text, string name)
    {
        if (text.Length > MaxBytes)
            throw TooLarge(name);
        try
        {
            return new Reader(new Parser(new StringReader(text.TrimStart('\uFEFF'))), name).Document();
        }
        catch (YamlException e)
        {
            throw new DataException(name, (int)e.Start.Line, $"is not valid YAML ({FirstLine(e.InnerException?.Message ?? e.Message)})", e);
        }
        catch (InvalidOperationException e)
        {
            // Some damaged documents, found by fuzzing, bring YamlDotNet's parser out of step instead of making it complain.
            throw new DataException(name, null, "is not valid YAML", e);
        }
    }

    private static DataException TooLarge(string name) =>
        new(name, null, $"is larger than {MaxBytes / 1024} KiB, more than any data or option file needs");

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('\r', '.', ' ');

    private sealed class Reader(Parser events, string file)
    {
        private readonly Dictionary<string, (YamlNode Node, int Nodes)> _anchors = new(StringComparer.Ordinal);
        private int _aliases;
        private int _nodes;

        public YamlNode Document()
        {
            events.Consume<StreamStart>();
            if (events.Accept<StreamEnd>(out _))
                return new YamlMap(file, 1, []);
            events.Consume<DocumentStart>();
            var root = Node(depth: 0);
            events.Consume<DocumentEnd>();
            if (events.Accept<DocumentStart>(out var second))
                throw Error(second, "holds more than one document; keep only the first");
            return root is YamlScalar { IsNull: true } ? new YamlMap(file, 1, []) : root;
        }

        private YamlNode Node(int depth)
        {
            var current = events.Consume<ParsingEvent>();
            if (current is AnchorAlias alias)
                return Resolve(alias);
            if (current is not NodeEvent node)
                throw Error(current, "is not valid YAML (a value is missing)");
            if (!node.Tag.IsEmpty)
                throw Error(node, $"uses the tag '{node.Tag}'; tags are not read");
            if (depth == MaxDepth && node is not Scalar)
                throw Error(node, $"is nested more than {MaxDepth} deep");
            var before = _nodes;
            Count(node, 1);
            var line = Line(node);
            YamlNode result = node switch
            {
                Scalar scalar => new YamlScalar(file, line, scalar.Value, scalar.Style == ScalarStyle.Plain),
                SequenceStart => new YamlList(file, line, Items(depth)),
                _ => new YamlMap(file, line, Entries(depth)),
            };
            // Known only once complete, so an alias to a list from inside that list finds nothing: no cycles.
            if (!node.Anchor.IsEmpty)
                _anchors[node.Anchor.Value] = (result, _nodes - before);
            return result;
        }

        private List<YamlNode> Items(int depth)
        {
            var items = new List<YamlNode>();
            while (!events.TryConsume<SequenceEnd>(out _))
                items.Add(Node(depth + 1));
            return items;
        }

        private List<KeyValuePair<YamlScalar, YamlNode>> Entries(int depth)
        {
            var entries = new List<KeyValuePair<YamlScalar, YamlNode>>();
            while (!events.TryConsume<MappingEnd>(out _))
            {
                var key = Node(depth + 1).AsScalar("a key");
                entries.Add(new(key, Node(depth + 1)));
            }
            return entries;
        }

        private YamlNode Resolve(AnchorAlias alias)
        {
            if (++_aliases > MaxAliases)
                throw Error(alias, $"uses more than {MaxAliases} aliases");
            if (!_anchors.TryGetValue(alias.Value.Value, out var target))
                throw Error(alias, $"the alias '*{alias.Value}' has no anchor before it");
            Count(alias, target.Nodes);
            return target.Node;
        }

        private void Count(ParsingEvent at, int more)
        {
            _nodes += more;
            if (_nodes > MaxNodes)
                throw Error(at, $"holds more than {MaxNodes} values once its aliases are written out");
        }

        private DataException Error(ParsingEvent at, string reason) => new(file, Line(at), reason);

        private static int Line(ParsingEvent at) => (int)at.Start.Line;
    }
}
