namespace SpikeSharp.Cli.Doctor;

/// <summary>One fact about the installation.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">Null when all is well; otherwise what is wrong and what to type.</param>
internal sealed record Finding(string Subject, string Text, string? Remedy = null);
