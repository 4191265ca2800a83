using System.Runtime.CompilerServices;

namespace SpikeSharp.Testing;

/// <summary>Where the tests' data lie.</summary>
public static class TestData
{
    /// <summary>The folder of the checkout.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Golden cases: the folder named by SPIKESHARP_GOLDEN when it is set, else the copy in tests/golden.</summary>
    public static string Golden { get; } =
        Environment.GetEnvironmentVariable("SPIKESHARP_GOLDEN") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Repository, "tests", "golden");

    /// <summary>Real images that are not part of the repository (SPIKESHARP_SHARED, default ../shared), or null without them.</summary>
    public static string? SharedData { get; } = FindShared();

    /// <summary>Skips the test, with the reason, when the real data are not there.</summary>
    public static string RequireSharedData(string folder)
    {
        var path = SharedData is null ? null : Path.Combine(SharedData, folder);
        Skip.IfNot(
            path is not null && Directory.Exists(path),
            $"real data '{folder}' not found: set SPIKESHARP_SHARED to the folder that holds data/"
        );
        return path!;
    }

    /// <summary>The same of what lies beside the real data.</summary>
    public static string RequireShared(string folder) => RequireSharedData(Path.Combine("..", folder));

    private static string FindRepository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    private static string? FindShared()
    {
        var root = Environment.GetEnvironmentVariable("SPIKESHARP_SHARED") is { Length: > 0 } set
            ? set
            : Path.Combine(Repository, "..", "shared");
        var data = Path.GetFullPath(Path.Combine(root, "data"));
        return Directory.Exists(data) ? data : null;
    }
}
