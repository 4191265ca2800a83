using System.Globalization;
using SpikeSharp.Blocks;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Models.Spike2Former;

namespace SpikeSharp.Models;

/// <summary>What is asked of a network beside its name or file; null where nothing is asked.</summary>
public sealed record NetworkRequest
{
    /// <summary>nc: number of classes.</summary>
    public int? Classes { get; init; }

    /// <summary>channels: of the pictures, 1…1024.</summary>
    public int? Channels { get; init; }

    /// <summary>Class names of a network that has none of its own yet.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>T: time steps, 1…1024.</summary>
    public int? TimeSteps { get; init; }

    /// <summary>D: largest integer spike, 1…255.</summary>
    public int? MaxSpikes { get; init; }

    /// <summary>decay: share of the membrane potential kept a step, 0…1.</summary>
    public float? Decay { get; init; }

    /// <summary>neuron.</summary>
    public NeuronKind? Neuron { get; init; }

    /// <summary>act: activation of an ordinary network.</summary>
    public Activation? Activation { get; init; }

    /// <summary>depth_multiple: factor on repeats, above 0, at most 4.</summary>
    public double? Depth { get; init; }

    /// <summary>width_multiple: factor on channels, above 0, at most 4.</summary>
    public double? Width { get; init; }

    /// <summary>max_channels: limit on channels before the width factor, 8…65536.</summary>
    public int? MaxChannels { get; init; }

    /// <summary>last_ratio: expansion of layer 25, 1…16.</summary>
    public int? LastRatio { get; init; }

    /// <summary>token_layout: how a transformer lays out its tokens.</summary>
    public TokenLayout? Layout { get; init; }

    /// <summary>ablate: what of the network is left out or replaced, to see what it is worth.</summary>
    public Ablation? Ablation { get; init; }

    /// <summary>imgsz: side in pixels a new network is meant for.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Width in pixels, for an ONNX file that leaves it open; as <see cref="ImageSize"/> where nothing is said.</summary>
    public int? ImageWidth { get; init; }

    /// <summary>weights: a file of weights under the authors' names, for a network that has none of its own.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether it is to be trained, so that the weights may be of another number of classes.</summary>
    public bool Trains { get; init; }

    /// <summary>Refuses what differs from what a file has.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Of the option.</param>
    /// <param name="asked">What is asked; null for nothing.</param>
    /// <param name="found">What the file has.</param>
    /// <exception cref="ArgumentException">They differ; the message names both values.</exception>
    internal static void RequireSame(string path, string name, object? asked, object found)
    {
        if (asked is not null && !asked.Equals(found))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{path} has {name} = {found}, but {name} = {asked} is asked for; leave it out")
            );
    }
}
