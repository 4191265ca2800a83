namespace SpikeSharp.Cli.Failures;

/// <summary>The command line, or an options file, asks for what does not exist or cannot be.</summary>
internal sealed class UsageException(string message) : Exception(message);
