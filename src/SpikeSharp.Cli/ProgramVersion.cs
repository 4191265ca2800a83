using System.Reflection;

namespace SpikeSharp.Cli;

/// <summary>The version of this build, as 0.1.0 (6bd716e).</summary>
internal static class ProgramVersion
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        var parts = typeof(ProgramVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+');
        return parts.Length > 1 ? $"{parts[0]} ({parts[1][..Math.Min(7, parts[1].Length)]})" : parts[0];
    }
}
