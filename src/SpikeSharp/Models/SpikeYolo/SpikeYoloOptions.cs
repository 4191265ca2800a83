using System.Globalization;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>Everything that decides the structure of a SpikeYOLO.</summary>
/// <param name="Variant">Depth and width.</param>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Neuron">The neuron.</param>
public sealed record SpikeYoloOptions(SpikeYoloVariant Variant, int Classes, NeuronOptions Neuron) : SpikingOptions(Classes, Neuron)
{
    /// <inheritdoc/>
    public override NetworkFamily Family => SpikeYoloFamily.Instance;

    /// <inheritdoc/>
    public override string Name => SpikeYoloFamily.NameOf(Variant);

    /// <inheritdoc/>
    public override string Units =>
        string.Create(CultureInfo.InvariantCulture, $"neuron {Neuron.Kind.Word()}, T = {Neuron.TimeSteps}, D = {Neuron.MaxSpikes}");

    /// <inheritdoc/>
    public override Network Build() => new SpikeYolo(this);
}
