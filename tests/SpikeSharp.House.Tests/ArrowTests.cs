using System.Xml.Linq;

namespace SpikeSharp.House.Tests;

/// <summary>Which part may know of which: projects by a table, folders so that none uses another in a circle.</summary>
/// <remarks>
/// <para>Every folder is a node, and so are the files in a project's root. An arrow is a line that names the other's namespace: a
/// <c>using</c>, or a name such as <c>Graph.Operations.Convolution</c>. A folder sees the types of the folders above it without such a
/// line, as C# has it. So a part knows its whole, and the whole may name its parts: that is no circle here.</para>
/// <para>Circles are looked for twice: among all folders, and among subjects. A subject is a folder of a project with all below it.</para>
/// </remarks>
public sealed class ArrowTests
{
    /// <summary>A project's row: what it may reference of ours, and of others.</summary>
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new()
    {
        // Pure C#: no row down to Conversion has a package with native code, and none may reach Torch or Imaging.
        ["SpikeSharp.Graph"] = ([], []),
        ["SpikeSharp.Engine"] = (["SpikeSharp.Graph"], []),
        ["SpikeSharp.Metrics"] = (["SpikeSharp.Graph"], []),
        ["SpikeSharp.Onnx"] = (["SpikeSharp.Graph"], ["Google.Protobuf"]),
        ["SpikeSharp.Conversion"] = (["SpikeSharp.Graph", "SpikeSharp.Engine"], []),
        ["SpikeSharp.Torch"] = ([], []),
        ["SpikeSharp.Imaging"] = (["SpikeSharp.Graph"], ["OpenCvSharp4", "OpenCvSharp4.official.runtime.linux-x64"]),
        ["SpikeSharp.Charts"] = (["SpikeSharp.Imaging"], ["ScottPlot"]),
        ["SpikeSharp.Data"] = (["SpikeSharp.Graph", "SpikeSharp.Imaging"], ["YamlDotNet"]),
        ["SpikeSharp"] = (
            [
                "SpikeSharp.Graph",
                "SpikeSharp.Engine",
                "SpikeSharp.Metrics",
                "SpikeSharp.Onnx",
                "SpikeSharp.Conversion",
                "SpikeSharp.Torch",
                "SpikeSharp.Imaging",
                "SpikeSharp.Charts",
                "SpikeSharp.Data",
            ],
            []
        ),
        ["SpikeSharp.Cli"] = (["SpikeSharp"], ["Spectre.Console"]),
    };

    [Fact]
    public void Projects_reference_only_what_the_table_allows()
    {
        var wrong =
            from file in SourceTree.Files
            where file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal)
            let project = Path.GetFileNameWithoutExtension(file)
            let row = Allowed.TryGetValue(project, out var found)
                ? found
                : throw new InvalidOperationException($"{file} is not in the table")
            from reference in XDocument.Load(Path.Combine(SourceTree.Root, file)).Descendants()
            let name = reference.Attribute("Include")?.Value ?? ""
            let fine = reference.Name.LocalName switch
            {
                "ProjectReference" => row.Projects.Contains(Path.GetFileNameWithoutExtension(name)),
                "PackageReference" => row.Packages.Contains(name),
                _ => true,
            }
            where !fine
            select $"{file} references {name}";
        None(wrong);
    }

    [Fact]
    public void Code_uses_only_projects_that_the_table_lets_it_reach()
    {
        var wrong =
            from arrow in CodeArrow.All
            let user = Project(arrow.From)
            let used = Project(arrow.To)
            where user != used && !Reach(user).Contains(used)
            select $"{user} uses {used}: {arrow}";
        None(wrong);
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var wrong =
            from file in SourceTree.CSharp("src")
            let name = CodeArrow.NamespaceOf(SourceTree.Lines(file))
            where name is not null && name != CodeArrow.FolderOf(file).Replace('/', '.')
            select $"{file} declares {name}";
        None(wrong);
    }

    [Fact]
    public void No_folders_use_one_another_in_a_circle() => None(Circles(folder => folder));

    [Fact]
    public void No_subjects_use_one_another_in_a_circle() => None(Circles(Subject));

    // Whole lines: Assert.Empty would cut them.
    private static void None(IEnumerable<string> faults) =>
        Assert.True(!faults.Any(), string.Join('\n', faults.Distinct().Order(StringComparer.Ordinal)));

    private static string Project(string folder) => folder.Split('/')[0];

    private static string Subject(string folder) => string.Join('/', folder.Split('/').Take(2));

    private static HashSet<string> Reach(string project) => [.. Allowed[project].Projects, .. Allowed[project].Projects.SelectMany(Reach)];

    // A shortest circle through every node that is on one, each told once, with the lines that make it.
    private static IEnumerable<string> Circles(Func<string, string> node)
    {
        var arrows = CodeArrow.All.Where(arrow => node(arrow.From) != node(arrow.To)).ToLookup(arrow => node(arrow.From));
        var told = new HashSet<string>();
        foreach (var start in arrows.Select(group => group.Key).Order(StringComparer.Ordinal))
        {
            if (told.Contains(start) || Circle(start, arrows, node) is not { } circle)
                continue;
            told.UnionWith(circle);
            var lines = circle
                .Zip([.. circle.Skip(1), start])
                .SelectMany(step =>
                    (string[])
                        [
                            $"{step.First} -> {step.Second}",
                            .. arrows[step.First].Where(arrow => node(arrow.To) == step.Second).Take(3).Select(arrow => $"  {arrow}"),
                        ]
                );
            yield return string.Join('\n', ["a circle:", .. lines]);
        }
    }

    private static List<string>? Circle(string start, ILookup<string, CodeArrow> arrows, Func<string, string> node)
    {
        var before = new Dictionary<string, string>();
        var next = new Queue<string>([start]);
        while (next.TryDequeue(out var here))
        {
            foreach (var to in arrows[here].Select(arrow => node(arrow.To)).Distinct())
            {
                if (to == start)
                {
                    var circle = new List<string> { here };
                    while (circle[0] != start)
                        circle.Insert(0, before[circle[0]]);
                    return circle;
                }
                if (before.TryAdd(to, here))
                    next.Enqueue(to);
            }
        }
        return null;
    }
}
