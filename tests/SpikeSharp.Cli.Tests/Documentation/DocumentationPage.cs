using System.Text.RegularExpressions;
using SpikeSharp.Testing;

namespace SpikeSharp.Cli.Tests.Documentation;

/// <summary>A page of the documentation, taken apart.</summary>
internal sealed partial record DocumentationPage(string Path, string Text)
{
    /// <summary>The pages at the root and those in docs, by their paths within the repository.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. from folder in (string[])["", "docs"]
        from file in Directory.EnumerateFiles(System.IO.Path.Combine(TestData.Repository, folder), "*.md")
        orderby file
        select System.IO.Path.GetRelativePath(TestData.Repository, file),
    ];

    /// <summary>Fenced blocks of a language.</summary>
    public IEnumerable<string> Blocks(string language) =>
        Fence().Matches(Text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["body"].Value);

    /// <summary>Spans between backticks, outside fenced blocks.</summary>
    public IEnumerable<string> Spans => Span().Matches(Fence().Replace(Text, "")).Select(match => match.Groups["body"].Value);

    /// <summary>Targets of links and pictures that lie in the repository.</summary>
    public IEnumerable<string> Links =>
        Link()
            .Matches(Fence().Replace(Text, ""))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>Command lines of spikesharp, in shell blocks and between backticks, without the program's name and comments.</summary>
    public IEnumerable<string> Commands =>
        from line in Blocks("sh").SelectMany(block => block.Split('\n')).Concat(Spans)
        where line.StartsWith(Program, StringComparison.Ordinal)
        select line[Program.Length..].Split(" #")[0].Trim();

    private const string Program = "./spikesharp ";

    /// <summary>Reads a page.</summary>
    public static DocumentationPage Read(string path) =>
        new(path, File.ReadAllText(System.IO.Path.Combine(TestData.Repository, path)).ReplaceLineEndings("\n"));

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<body>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<body>[^`\n]+)`")]
    private static partial Regex Span();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
