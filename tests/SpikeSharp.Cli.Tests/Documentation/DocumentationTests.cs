using System.Xml.Linq;
using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Verbs;
using SpikeSharp.Data.Description;
using SpikeSharp.Testing;

namespace SpikeSharp.Cli.Tests.Documentation;

public sealed class DocumentationTests
{
    // What a path of the repository begins with; anything else between backticks is the user's.
    private static readonly string[] Roots = ["src/", "tests/", "docs/", "native/", "eng/", "bench/", ".ci/"];

    public static TheoryData<string> Pages => [.. DocumentationPage.All];

    [Fact]
    public void There_are_pages_and_commands()
    {
        Assert.Contains("README.md", DocumentationPage.All);
        Assert.True(DocumentationPage.All.Count(page => page.StartsWith("docs", StringComparison.Ordinal)) >= 10);
        var verbs = DocumentationPage.Read("README.md").Commands.Select(command => command.Split(' ')[0]).ToHashSet();
        Assert.All(VerbTable.All, verb => Assert.Contains(verb.Name, verbs));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_can_be_typed_as_it_stands(string page) => Assert.All(DocumentationPage.Read(page).Commands, command =>
        {
            var words = command.Replace("'", "", StringComparison.Ordinal).Split(' ');
            if (words is ["--help" or "--version"])
                return;
            var verb = VerbTable.Find(words[0]);
            if (words is not [_, "--help"])
                Assert.Same(verb, CommandLine.Parse(verb, VerbTable.All, words[1..]).Verb);
        });

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_option_named_exists(string page) =>
        Assert.All(DocumentationPage.Read(page).Spans.Where(span => span.StartsWith("--", StringComparison.Ordinal)), span =>
        {
            var name = span.Split(' ', '=')[0];
            Assert.True(
                name is "--help" or "--version" || VerbTable.All.Any(verb => verb.Options.Any(option => option.Switch == name)),
                $"no verb has {name}"
            );
        });

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_of_the_repository_exists(string page) =>
        Assert.All(
            DocumentationPage.Read(page).Spans.Where(span => Array.Exists(Roots, root => span.StartsWith(root, StringComparison.Ordinal))),
            span => Assert.True(Path.Exists(Path.Combine(TestData.Repository, span.Split(' ')[0])), $"{span} is not there")
        );

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_YAML_example_can_be_read(string page) => Assert.All(DocumentationPage.Read(page).Blocks("yaml"), block =>
        {
            var file = Path.Combine(Path.GetTempPath(), $"spikesharp-{Guid.NewGuid():N}.yaml");
            File.WriteAllText(file, block);
            try
            {
                if (block.Contains("train:", StringComparison.Ordinal) || block.StartsWith("layout:", StringComparison.Ordinal))
                    Assert.NotEmpty(DataYaml.Load(file).Names);
                else
                    Assert.NotNull(ModelSource.Open(file).Description);
            }
            finally
            {
                File.Delete(file);
            }
        });

    [Fact]
    public void Every_page_in_docs_is_named_in_the_README() =>
        Assert.All(DocumentationPage.All.Where(page => page.StartsWith("docs", StringComparison.Ordinal)), page =>
            Assert.Contains(page, DocumentationPage.Read("README.md").Links)
        );

    [Fact]
    public void The_table_of_exit_codes_is_that_of_the_program()
    {
        var text = DocumentationPage.Read("docs/reliability.md").Text;
        var codes = typeof(ExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!);
        Assert.All(codes, code => Assert.Matches($@"(?m)^\|[^|]*\b{code}\b[^|]*\|", text));
    }

    [Fact]
    public void The_picture_is_well_formed() =>
        Assert.Equal("svg", XDocument.Load(Path.Combine(TestData.Repository, "docs", "overview.svg")).Root!.Name.LocalName);
}
