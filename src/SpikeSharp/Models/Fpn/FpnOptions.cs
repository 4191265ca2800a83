using System.Globalization;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;

namespace SpikeSharp.Models.Fpn;

/// <summary>Everything that decides the structure of a feature pyramid on Meta-SpikeFormer.</summary>
/// <param name="Variant">Widths.</param>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Neuron">The neuron.</param>
public sealed record FpnOptions(FpnVariant Variant, int Classes, NeuronOptions Neuron) : SpikingOptions(Classes, Neuron)
{
    /// <inheritdoc/>
    public override NetworkFamily Family => FpnFamily.Instance;

    /// <inheritdoc/>
    public override string Name => FpnFamily.NameOf(Variant);

    /// <inheritdoc/>
    public override string Units => string.Create(CultureInfo.InvariantCulture, $"neuron {Neuron.Kind.Word()}, D = {Neuron.MaxSpikes}");

    /// <inheritdoc/>
    public override int SizeStep => 1;

    /// <inheritdoc/>
    public override Network Build() => new Fpn(this);
}
