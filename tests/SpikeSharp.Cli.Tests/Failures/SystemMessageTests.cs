using SpikeSharp.Cli.Failures;

namespace SpikeSharp.Cli.Tests.Failures;

public sealed class SystemMessageTests
{
    [Fact]
    public void What_the_system_says_becomes_a_sentence_with_the_path_first()
    {
        var folder = Path.GetTempPath();
        Assert.Equal("none.txt: no such file or folder", Sentence(() => File.ReadAllText("none.txt")));
        Assert.Equal("none/a.txt: no such file or folder", Sentence(() => File.ReadAllText("none/a.txt")));
        Assert.Equal($"{folder} is a folder, where a file is wanted", Sentence(() => File.OpenRead(folder)));
        Assert.Equal(
            "a.bin: not written, the disk is full; free some space and run it again",
            Failure.Of(new IOException("No space left on device : 'a.bin'", 28)).Sentence
        );

        string Sentence(Action action) =>
            Failure
                .Of(Assert.ThrowsAny<SystemException>(action))
                .Sentence.Replace(Environment.CurrentDirectory + "/", "", StringComparison.Ordinal);
    }

    [Fact]
    public void What_SpikeSharp_says_itself_stays() =>
        Assert.Equal("net: there is no scale 'x'", Failure.Of(new FileNotFoundException("net: there is no scale 'x'", "net")).Sentence);
}
