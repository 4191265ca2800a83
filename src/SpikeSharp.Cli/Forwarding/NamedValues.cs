namespace SpikeSharp.Cli.Forwarding;

/// <summary>A tensor of one image under the name of its file.</summary>
internal sealed record NamedValues(string Name, long[] Shape, float[] Values);
