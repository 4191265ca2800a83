using System.Text.Json.Serialization;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Models;

/// <summary>Everything that decides the structure of a network, and the way to build it.</summary>
/// <param name="Classes">Number of classes, at least 1.</param>
public abstract record NetworkOptions(int Classes)
{
    /// <summary>What it sees: RGB pictures unless told.</summary>
    public Input Input { get; init; } = Input.Rgb;

    /// <summary>What all networks of its kind share.</summary>
    public abstract NetworkFamily Family { get; }

    /// <summary>What it does.</summary>
    public VisionTask Task => Family.Task;

    /// <summary>The name by which --model knows it.</summary>
    public abstract string Name { get; }

    /// <summary>Its units in words, such as its neuron or its activation.</summary>
    [JsonIgnore]
    public abstract string Units { get; }

    /// <summary>Whether it computes with spikes.</summary>
    public abstract bool IsSpiking { get; }

    /// <summary>Both sides of a picture must be multiples of this.</summary>
    [JsonIgnore]
    public virtual int SizeStep => 32;

    /// <summary>Builds it with freshly drawn weights; <see cref="Torch.TorchRuntime.Seed"/> decides them.</summary>
    public abstract Network Build();
}
