using System.Text.RegularExpressions;

namespace SpikeSharp.House.Tests;

/// <summary>A line of a file that uses a namespace of another folder.</summary>
/// <param name="From">The file's folder, below src.</param>
/// <param name="To">The folder of the namespace.</param>
/// <param name="Place">File and line.</param>
/// <param name="Text">What stands there.</param>
internal sealed partial record CodeArrow(string From, string To, string Place, string Text)
{
    /// <summary>All arrows of src, read from `using` lines and from qualified names such as Graph.Operations.Convolution.</summary>
    public static IReadOnlyList<CodeArrow> All { get; } = [.. Read()];

    /// <summary>The folder of a source file, below src.</summary>
    public static string FolderOf(string file) => file[(file.IndexOf('/') + 1)..file.LastIndexOf('/')];

    /// <summary>The namespace that a source file declares; null for one of top-level statements.</summary>
    public static string? NamespaceOf(IEnumerable<string> lines) =>
        lines.Select(line => NamespaceLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Text}";

    private static IEnumerable<CodeArrow> Read()
    {
        var files = SourceTree.CSharp("src").Select(file => (Path: file, Lines: SourceTree.Lines(file))).ToArray();
        var folders = new Dictionary<string, HashSet<string>>();
        var types = new Dictionary<string, HashSet<string>>();
        foreach (var (path, lines) in files)
        {
            if (NamespaceOf(lines) is not { } name)
                continue;
            Set(folders, name).Add(FolderOf(path));
            foreach (var line in lines)
            {
                if (TypeLine().Match(line) is { Success: true } type)
                    Set(types, name).Add(type.Groups[1].Value);
            }
        }
        foreach (var (path, lines) in files)
        {
            var home = NamespaceOf(lines) ?? "";
            for (var i = 0; i < lines.Length; i++)
            {
                foreach (var used in Used(lines[i], home, folders, types))
                {
                    foreach (var to in folders[used].Where(folder => folder != FolderOf(path)))
                        yield return new CodeArrow(FolderOf(path), to, $"{path}:{i + 1}", lines[i].Trim());
                }
            }
        }
    }

    private static IEnumerable<string> Used(
        string line,
        string home,
        Dictionary<string, HashSet<string>> folders,
        Dictionary<string, HashSet<string>> types
    )
    {
        if (UsingLine().Match(line) is { Success: true } directive)
        {
            // The namespace itself, or a type in it.
            var name = directive.Groups[1].Value;
            for (; name.Length > 0; name = Parent(name))
            {
                if (!folders.ContainsKey(name))
                    continue;
                yield return name;
                yield break;
            }
            yield break;
        }
        if (NamespaceLine().IsMatch(line))
            yield break;
        foreach (Match match in QualifiedName().Matches(TextOrComment().Replace(line, "")))
        {
            if (Resolve(match.Value.Split('.'), home, types) is { } name)
                yield return name;
        }
    }

    // As C# does it: a name is looked for in the namespace of the file, then in those around it.
    private static string? Resolve(string[] words, string home, Dictionary<string, HashSet<string>> types)
    {
        for (var scope = home; ; scope = Parent(scope))
        {
            for (var count = words.Length - 1; count > 0; count--)
            {
                var name = string.Join('.', scope.Length == 0 ? words[..count] : [scope, .. words[..count]]);
                if (types.TryGetValue(name, out var declared) && declared.Contains(words[count]))
                    return name;
            }
            if (scope.Length == 0)
                return null;
        }
    }

    private static string Parent(string name) => name.LastIndexOf('.') is >= 0 and var dot ? name[..dot] : "";

    private static HashSet<string> Set(Dictionary<string, HashSet<string>> sets, string key) =>
        sets.TryGetValue(key, out var set) ? set : sets[key] = [];

    [GeneratedRegex(@"^namespace ([\w.]+)")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?(SpikeSharp[\w.]*);")]
    private static partial Regex UsingLine();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|abstract|static|partial|readonly|ref|unsafe) )*"
            + @"(?:record struct|record|class|struct|interface|enum) (\w+)"
    )]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex QualifiedName();

    // Interpolated text stays: there is code in it.
    [GeneratedRegex("""(?<![$@])"(?:[^"\\]|\\.)*"|//.*$""")]
    private static partial Regex TextOrComment();
}
