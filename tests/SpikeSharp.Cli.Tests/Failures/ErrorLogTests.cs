using SpikeSharp.Cli.Failures;

namespace SpikeSharp.Cli.Tests.Failures;

public sealed class ErrorLogTests
{
    private static Exception Thrown(string message)
    {
        try
        {
            throw new InvalidOperationException(message);
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    [Fact]
    public void The_log_tells_all_and_the_id_belongs_to_the_place()
    {
        var (id, path) = ErrorLog.Write(Thrown("first"), ["train", "data=d.yaml"]);
        var text = File.ReadAllText(path!);
        var (again, second) = ErrorLog.Write(Thrown("second"), []);
        File.Delete(path!);
        File.Delete(second!);
        Assert.Equal(id, again);
        Assert.Contains("train data=d.yaml", text, StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), text, StringComparison.Ordinal);
    }
}
