namespace SpikeSharp.Cli.Failures;

/// <summary>A failure after which the work can go on where it stood, once its cause is gone.</summary>
internal sealed class ResumableException(Exception cause, string how) : Exception(how, cause);
