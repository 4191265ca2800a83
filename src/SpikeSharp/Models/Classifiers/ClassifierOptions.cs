using SpikeSharp.Blocks;

namespace SpikeSharp.Models.Classifiers;

/// <summary>Everything that decides the structure of a classifier.</summary>
/// <param name="Variant">Blocks and widths.</param>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Activation">ReLU as a rule.</param>
public sealed record ClassifierOptions(ClassifierVariant Variant, int Classes, Activation Activation = Activation.ReLU)
    : AnnOptions(Classes, Activation)
{
    /// <inheritdoc/>
    public override NetworkFamily Family => ClassifierFamily.Instance;

    /// <inheritdoc/>
    public override string Name => Variant.Name;

    /// <inheritdoc/>
    public override int SizeStep => 1 << (Variant.Widths.Count - 1);

    /// <inheritdoc/>
    public override Network Build() => new Classifier(this);
}
