using SpikeSharp.Models;

namespace SpikeSharp.Checkpoints;

/// <summary>What a checkpoint says of its network, so that it can be built again without being told anything.</summary>
/// <param name="Options">Structure.</param>
/// <param name="Names">Class names, by class.</param>
/// <param name="ImageSize">Side in pixels the network was trained at.</param>
public sealed record ModelDescription(NetworkOptions Options, IReadOnlyList<string> Names, int ImageSize)
{
    /// <summary>As one line of JSON, under the names of the command line.</summary>
    public string ToJson() => NetworkFamilies.Write(Options, Names, ImageSize);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CheckpointException">A field is missing or out of range.</exception>
    public static ModelDescription FromJson(string text, string file)
    {
        try
        {
            var (options, names, imageSize) = NetworkFamilies.Read(text);
            return new ModelDescription(options, names, imageSize);
        }
        catch (FormatException e)
        {
            throw new CheckpointException(file, e.Message);
        }
    }
}
