using System.Globalization;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Models;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Models.SpikeYolo;

namespace SpikeSharp.Checkpoints;

/// <summary>Refuses options that contradict what a file says of its own network.</summary>
internal static class ModelSourceAgreement
{
    /// <summary>Compares with a checkpoint's description.</summary>
    /// <exception cref="ArgumentException">They differ; the message names both values.</exception>
    public static void Check(string path, ModelDescription found, ModelSourceOptions said)
    {
        Same(path, "nc", said.Classes, found.Options.Classes);
        if (found.Options is AnnOptions ann)
        {
            RefuseNeuron(ann.Name, said);
            Same(path, "act", said.Activation?.ToString().ToLowerInvariant(), ann.Activation.ToString().ToLowerInvariant());
        }
        if (found.Options is SpikingOptions { Neuron: var neuron })
        {
            RefuseActivation(path, said);
            Same(path, "T", said.TimeSteps, neuron.TimeSteps);
            Same(path, "D", said.MaxSpikes, neuron.MaxSpikes);
            Same(path, "decay", said.Decay, neuron.Decay);
            Same(path, "neuron", said.Neuron?.ToString().ToLowerInvariant(), neuron.Kind.ToString().ToLowerInvariant());
        }
        if (found.Options is Spike2FormerOptions queries)
        {
            Same(path, "token_layout", said.Layout?.ToString().ToLowerInvariant(), queries.Layout.ToString().ToLowerInvariant());
            Same(path, "ablate", said.Ablation is { } ablation ? Words(ablation) : null, Words(queries.Ablation));
        }
        else
        {
            RefuseQueries(path, said);
        }
        if (found.Options is not SpikeYoloOptions { Variant: var variant })
        {
            RefuseSizes(path, said);
            return;
        }
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
            if (node.Operation is DetectionHead head)
                Same(path, "nc", said.Classes, head.ClassCount);
            if (node.Operation is Neuron { IsSpiking: true } neuron)
                Same(path, "D", said.MaxSpikes, neuron.MaxSpikes);
        }
    }

    /// <summary>Refuses the options of neurons and of SpikeYOLO's sizes for an ordinary network.</summary>
    /// <exception cref="ArgumentException">One is given.</exception>
    public static void RefuseNeuron(string network, ModelSourceOptions said)
    {
        (string Name, bool Given)[] options =
        [
            ("T", said.TimeSteps is not null),
            ("D", said.MaxSpikes is not null),
            ("decay", said.Decay is not null),
            ("neuron", said.Neuron is not null),
            ("token_layout", said.Layout is not null),
            ("ablate", said.Ablation is not null),
            .. Sizes(said),
        ];
        if (Array.Find(options, option => option.Given).Name is { } wrong)
            throw new ArgumentException(
                $"{network} is an ordinary network of a fixed size, without neurons: it has no {wrong}; its activation is --act"
            );
    }

    /// <summary>Refuses SpikeYOLO's sizes for a network that has its own.</summary>
    /// <exception cref="ArgumentException">One is given.</exception>
    public static void RefuseSizes(string network, ModelSourceOptions said)
    {
        if (Array.Find(Sizes(said), option => option.Given).Name is { } wrong)
            throw new ArgumentException($"{network} is of a fixed size: leave out {wrong}");
    }

    /// <summary>Refuses the options of Spike2Former for a network other than that.</summary>
    /// <exception cref="ArgumentException">One is given.</exception>
    public static void RefuseQueries(string network, ModelSourceOptions said)
    {
        if (said.Layout is not null)
            throw new ArgumentException($"{network} has no token layout, which is Spike2Former's: leave out --token-layout");
        if (said.Ablation is not null)
            throw new ArgumentException($"{network} has none of the parts that are ablated, which are Spike2Former's: leave out --ablate");
    }

    private static (string Name, bool Given)[] Sizes(ModelSourceOptions said) =>
        [
            ("depth_multiple", said.Depth is not null),
            ("width_multiple", said.Width is not null),
            ("max_channels", said.MaxChannels is not null),
            ("last_ratio", said.LastRatio is not null),
        ];

    /// <summary>Refuses an activation for a spiking network.</summary>
    /// <exception cref="ArgumentException">One is given.</exception>
    public static void RefuseActivation(string network, ModelSourceOptions said)
    {
        if (said.Activation is not null)
            throw new ArgumentException($"{network} has neurons, not activations: leave out --act; its ANN twin is --neuron relu");
    }

    private static void Same<T>(string path, string name, T? said, T found)
        where T : struct, IEquatable<T>
    {
        if (said is { } value && !value.Equals(found))
            throw Contradiction(path, name, value, found);
    }

    private static void Same(string path, string name, string? said, string found)
    {
        if (said is not null && said != found)
            throw Contradiction(path, name, said, found);
    }

    private static string Words(Ablation ablation) =>
        ablation == Ablation.None ? Ablations.Nothing : string.Join(',', Ablations.NamesOf(ablation));

    private static ArgumentException Contradiction(string path, string name, object said, object found) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path} has {name} = {found}, but {name} = {said} is asked for; leave it out"));
}
