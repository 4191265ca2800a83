using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Checkpoints;

/// <summary>Refuses options that contradict what a file says of its own network.</summary>
internal static class ModelSourceAgreement
{
    /// <summary>Compares with a checkpoint's description.</summary>
    /// <exception cref="ArgumentException">They differ; the message names both values.</exception>
    public static void Check(string path, ModelDescription found, ModelSourceOptions said)
    {
        var ((variant, classes, neuron), _, _) = found;
        Same(path, "nc", said.Classes, classes);
        Same(path, "T", said.TimeSteps, neuron.TimeSteps);
        Same(path, "D", said.MaxSpikes, neuron.MaxSpikes);
        Same(path, "decay", said.Decay, neuron.Decay);
        Same(path, "neuron", said.Neuron?.ToString().ToLowerInvariant(), neuron.Kind.ToString().ToLowerInvariant());
        Same(path, "depth_multiple", said.Depth, variant.Depth);
        Same(path, "width_multiple", said.Width, variant.Width);
        Same(path, "max_channels", said.MaxChannels, variant.MaxChannels);
        Same(path, "last_ratio", said.LastRatio, variant.LastRatio);
    }

    /// <summary>Compares with a graph: what it was made from where it tells, else what its nodes show.</summary>
    /// <exception cref="ArgumentException">They differ.</exception>
    public static void Check(string path, SpikeGraph graph, ModelDescription? origin, ModelSourceOptions said)
    {
        if (origin is not null)
        {
            Check(path, origin, said);
            return;
        }
        Same(path, "T", said.TimeSteps, graph.Info.TimeSteps);
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is DetectionHead head) Same(path, "nc", said.Classes, head.ClassCount);
            if (node.Operation is Neuron { IsSpiking: true } neuron) Same(path, "D", said.MaxSpikes, neuron.MaxSpikes);
        }
    }

    private static void Same<T>(string path, string name, T? said, T found)
        where T : struct, IEquatable<T>
    {
        if (said is { } value && !value.Equals(found)) throw Contradiction(path, name, value, found);
    }

    private static void Same(string path, string name, string? said, string found)
    {
        if (said is not null && said != found) throw Contradiction(path, name, said, found);
    }

    private static ArgumentException Contradiction(string path, string name, object said, object found) =>
        new(FormattableString.Invariant($"{path} has {name} = {found}, but {name} = {said} is asked for; leave it out"));
}
