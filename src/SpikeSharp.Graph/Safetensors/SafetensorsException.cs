namespace SpikeSharp.Graph.Safetensors;

/// <summary>A safetensors file that breaks a rule of the format, or is asked for what it does not hold.</summary>
/// <param name="file">The file's path.</param>
/// <param name="rule">The rule broken.</param>
/// <param name="message">What was found and what was wanted, one sentence.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class SafetensorsException(string file, SafetensorsRule rule, string message, Exception? inner = null)
    : Exception($"{file}: {message}", inner)
{
    /// <summary>The file's path.</summary>
    public string File { get; } = file;

    /// <summary>The rule broken.</summary>
    public SafetensorsRule Rule { get; } = rule;
}
