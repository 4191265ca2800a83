using System.Diagnostics;

namespace SpikeSharp.House.Tests;

/// <summary>The files of the checkout that git tracks, as the tests of the house read them.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Tracked files that are there, by their path from the root, in order.</summary>
    public static IReadOnlyList<string> Files { get; } = Tracked();

    /// <summary>Paths of C# files below some folders of the root.</summary>
    public static IEnumerable<string> CSharp(params string[] folders) =>
        Files.Where(file =>
            file.EndsWith(".cs", StringComparison.Ordinal) && folders.Any(f => file.StartsWith(f + "/", StringComparison.Ordinal))
        );

    /// <summary>The lines of a file given by its path from the root.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SpikeSharp.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not lie in a checkout");
        return folder;
    }

    private static List<string> Tracked()
    {
        // Files that are new and not ignored count too: a fault is seen before it is committed.
        var git = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(git)!;
        var files = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && files.Length > 0, "git names no files: the tests of the house need a checkout");
        return [.. files.Where(file => File.Exists(Path.Combine(Root, file))).Distinct().Order(StringComparer.Ordinal)];
    }
}
