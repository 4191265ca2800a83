using System.Globalization;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Everything that decides the structure of a Spike2Former.</summary>
/// <param name="Variant">Widths and depths.</param>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Neuron">The neuron.</param>
/// <param name="Layout">How tokens are laid out.</param>
/// <param name="Ablation">Parts taken out or exchanged.</param>
public sealed record Spike2FormerOptions(
    Spike2FormerVariant Variant,
    int Classes,
    NeuronOptions Neuron,
    TokenLayout Layout = TokenLayout.Fixed,
    Ablation Ablation = Ablation.None
) : SpikingOptions(Classes, Neuron)
{
    /// <summary>The neurons whose spikes are normalised: all, or those of the cross-attention alone.</summary>
    internal NeuronOptions Normalised => Ablation.HasFlag(Ablation.DivideBy8) ? Neuron with { Divisor = 8 } : Neuron;

    /// <inheritdoc/>
    public override NetworkFamily Family => Spike2FormerFamily.Instance;

    /// <inheritdoc/>
    public override string Name => Spike2FormerFamily.NameOf(Variant);

    /// <inheritdoc/>
    public override string Units =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"neuron {Neuron.Kind.Word()}, D = {Neuron.MaxSpikes}, token layout " + $"{Layout.ToString().ToLowerInvariant()}"
        ) + (Ablation == Ablation.None ? "" : $", ablated: {string.Join(", ", Ablations.NamesOf(Ablation))}");

    /// <inheritdoc/>
    public override int SizeStep => 1;

    /// <inheritdoc/>
    public override Network Build() => new Spike2Former(this);
}
