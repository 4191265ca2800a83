using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SpikeSharp.Cli.Failures;

/// <summary>Keeps what is needed to find an unexpected error: its stack, the command and the machine.</summary>
internal static class ErrorLog
{
    /// <summary>Writes a log.</summary>
    /// <returns>An id that is the same whenever the same thing fails in the same place, and the log's path, null when no folder can be
    /// written.</returns>
    public static (string Id, string? Path) Write(Exception exception, IEnumerable<string> words)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(exception.GetType().FullName + exception.StackTrace)))[
            ..8
        ];
        var text = $"""
            spikesharp {ProgramVersion.Text}, .NET {Environment.Version}, {RuntimeInformation.OSDescription}
            {DateTime.UtcNow.ToString("u", CultureInfo.InvariantCulture)}
            spikesharp {string.Join(' ', words)}

            {exception}

            """;
        var name = string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-{id}.log");
        return (id, TrySave(StateFolder(), name, text) ?? TrySave(Path.Combine(Path.GetTempPath(), "spikesharp"), name, text));
    }

    private static string StateFolder() =>
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
                ? state
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
            "spikesharp"
        );

    // The error itself matters more than its log: a full or read-only disk must not hide it.
    private static string? TrySave(string folder, string name, string text)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
