using System.Diagnostics;
using SpikeSharp.Testing;

namespace SpikeSharp.Cli.Tests.Scripts;

/// <summary>Runs scripts of the repository.</summary>
internal static class Bash
{
    /// <summary>Runs bash in the root of the repository.</summary>
    /// <returns>The exit status, and standard output and error one after the other.</returns>
    public static (int Status, string Output, string Errors) Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", arguments)
        {
            WorkingDirectory = TestData.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
