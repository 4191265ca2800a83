using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Verbs;

namespace SpikeSharp.Cli.Tests.Invocation;

public sealed class OutputPathsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public OutputPathsTests() => File.WriteAllText(At("net"), "weights");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void An_input_is_never_written_over()
    {
        Refused("would replace what --model names", CompileVerb.Verb, "--model", At("net"), "-o", At("net"));
        Refused("would replace what --model names", CompileVerb.Verb, "--model", At("net"), "-o", At("new/../net"));
        Refused(
            "would replace what --input names",
            ForwardVerb.Verb,
            "--model",
            "spikeyolo-p",
            "--input",
            At("net"),
            "--output",
            At("net")
        );
        Refused("would replace what --data names", TrainVerb.Verb, "--data", At("net"), "--json", At("net"));
    }

    [Fact]
    public void What_cannot_be_written_is_said_before_work_begins()
    {
        Refused("is a folder", CompileVerb.Verb, "--model", "m", "-o", _root);
        Refused("is a folder", CompileVerb.Verb, "--model", "m", "-o", At("new/"));
        Refused($"{At("net")} is a file, not a folder", CompileVerb.Verb, "--model", "m", "-o", At("net/a/b"));
        Refused($"{At("net")} is a file, not a folder", TrainVerb.Verb, "--data", "d", "--project", At("net"));
        Refused($"{At("net")} is a file, not a folder", DemoVerb.Verb, "-o", At("net"));
        Refused("is a device", InfoVerb.Verb, "--model", "m", "--json", "/dev/null");
    }

    [Fact]
    public void A_folder_that_is_not_there_yet_and_an_older_file_are_no_obstacle()
    {
        File.WriteAllText(At("old"), "graph");
        OutputPaths.Check(
            CommandLine.Parse(CompileVerb.Verb, VerbTable.All, ["--model", At("net"), "-o", At("a/b/c"), "--json", At("old")])
        );
        OutputPaths.Check(CommandLine.Parse(DemoVerb.Verb, VerbTable.All, ["-o", _root]));
    }

    private string At(string name) => Path.Combine(_root, name);

    private static void Refused(string expected, Verb verb, params string[] words) =>
        Assert.Contains(
            expected,
            Assert.Throws<UsageException>(() => OutputPaths.Check(CommandLine.Parse(verb, VerbTable.All, words))).Message,
            StringComparison.Ordinal
        );
}
