using System.Globalization;
using System.Text.RegularExpressions;

namespace SpikeSharp.House.Tests;

/// <summary>What a file cites can be read in the repository: pages, their sections, links and anchors.</summary>
/// <remarks>
/// A section is cited as <c>docs/spec/spikeyolo.md 3.1</c>, several as <c>docs/spec/spikeyolo.md 2, 4.3</c> or <c>5.1–5.3</c>.
/// </remarks>
public sealed partial class CitationTests
{
    // A number of a section, and what may stand before it: a space, or a line's end and the next line's comment sign.
    private const string Number = @"(?<number>C?\d+(?:\.\d+)?)";
    private const string Gap = @"(?:[ \t]|[ \t]*\n[ \t]*(?:///?|\#|\*)?[ \t]*)";

    private static readonly string[] Endings = [".cs", ".md", ".sh", ".py", ".mjs", ".yaml", ".yml", ".cpp", ".h", ".props", ".csproj", ""];

    // This file names what it forbids.
    private static readonly IReadOnlyList<string> Files =
    [
        .. SourceTree.Files.Where(file =>
            Endings.Contains(Path.GetExtension(file)) && Path.GetFileName(file) != $"{nameof(CitationTests)}.cs"
        ),
    ];

    [Fact]
    public void Every_page_that_is_cited_exists() =>
        Nothing(
            from file in Files
            from Match match in Page().Matches(Read(file))
            where !File.Exists(Full(match.Value))
            select $"{At(file, match)}: there is no {match.Value}"
        );

    [Fact]
    public void Every_section_that_is_cited_exists()
    {
        var sections = SourceTree
            .Files.Where(file => file.StartsWith("docs/spec/", StringComparison.Ordinal))
            .ToDictionary(page => page, page => Section().Matches(Read(page)).Select(match => match.Groups["number"].Value).ToHashSet());
        var cited = 0;
        Nothing(
            from file in Files
            from Match match in Citation().Matches(Read(file))
            from Capture number in match.Groups["number"].Captures
            where ++cited > 0
            let page = match.Groups["page"].Value
            where !sections.TryGetValue(page, out var known) || !known.Contains(number.Value)
            select $"{At(file, match)}: {page} has no section {number.Value}"
        );
        Assert.True(cited > 80, $"only {cited} citations were found: has their form changed?");
    }

    [Fact]
    public void No_citation_leads_out_of_the_repository() =>
        Nothing(
            from file in Files
            from Match match in Outside().Matches(Read(file))
            select $"{At(file, match)}: '{match.Value}' is not in the repository; cite docs/spec/PAGE.md SECTION"
        );

    [Fact]
    public void Every_link_leads_somewhere() =>
        Nothing(
            from file in Files
            where Path.GetExtension(file) == ".md"
            from Match match in Link().Matches(Prose(file))
            let fault = Fault(file, match.Groups["target"].Value)
            where fault is not null
            select $"{At(file, match)}: {fault}"
        );

    // What is wrong with a link of a page; null where it leads somewhere, or out of the repository.
    private static string? Fault(string page, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal))
            return null;
        var (path, anchor) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, null);
        path = path.Length == 0 ? page : Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(path, Path.GetDirectoryName(Full(page))!));
        if (!Path.Exists(Full(path)))
            return $"there is no {path}";
        var isPage = path.EndsWith(".md", StringComparison.Ordinal);
        return anchor is not null && isPage && !Anchors(path).Contains(anchor) ? $"{path} has no heading #{anchor}" : null;
    }

    // The anchors that GitHub gives a page's headings.
    private static HashSet<string> Anchors(string page) =>
        [
            .. Heading()
                .Matches(Fence().Replace(Read(page), ""))
                .Select(match => NotInAnchor().Replace(match.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-')),
        ];

    private static void Nothing(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static string Full(string file) => Path.Combine(SourceTree.Root, file);

    private static string Read(string file) => File.ReadAllText(Full(file)).ReplaceLineEndings("\n");

    // Code is blanked out, so that places stay what they are.
    private static string Prose(string page) => Span().Replace(Indented().Replace(Fence().Replace(Read(page), Blank), Blank), Blank);

    private static string Blank(Match match) => NotLineEnd().Replace(match.Value, " ");

    private static string At(string file, Match match) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}:{Read(file).AsSpan(0, match.Index).Count('\n') + 1}");

    [GeneratedRegex(@"\bdocs/[\w/-]+\.md\b")]
    private static partial Regex Page();

    [GeneratedRegex(@"(?<page>docs/spec/\w+\.md),?" + Gap + Number + @"(?:(?:,|–| and)\s*" + Number + ")*")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^\#+ " + Number + @"\.? ", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"(?<!docs/|\]\(|\w)spec/\w+\.md|\bconventions,? C\d+|\bshared/(?:spec|golden|design|style|conventions|reliability)\b")]
    private static partial Regex Outside();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<=\n\n)(?: {4}[^\n]*\n)+")]
    private static partial Regex Indented();

    [GeneratedRegex(@"`[^`\n]+`")]
    private static partial Regex Span();

    [GeneratedRegex(@"[^\n]")]
    private static partial Regex NotLineEnd();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
