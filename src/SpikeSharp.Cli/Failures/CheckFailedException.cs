namespace SpikeSharp.Cli.Failures;

/// <summary>A check that was asked for did not hold; the message says which, and by how much.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
