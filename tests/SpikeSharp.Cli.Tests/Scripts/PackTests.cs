namespace SpikeSharp.Cli.Tests.Scripts;

public sealed class PackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    // The script installs the command, runs it, and builds a program on the packages; it says which of these went wrong.
    [Fact]
    public void A_stranger_can_use_the_packages()
    {
        var (status, output, errors) = Bash.Run(["eng/pack.sh", Path.Combine(_folder, "packages")]);
        Assert.True(status == 0, output + errors);
        Assert.Equal(
            [
                "SpikeSharp.Cli",
                "SpikeSharp.Conversion",
                "SpikeSharp.Engine",
                "SpikeSharp.Graph",
                "SpikeSharp.Imaging",
                "SpikeSharp.Metrics",
                "SpikeSharp.Onnx",
            ],
            Directory
                .EnumerateFiles(Path.Combine(_folder, "packages"))
                .Select(file => string.Join('.', Path.GetFileName(file).Split('.')[..2]))
                .Order()
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
