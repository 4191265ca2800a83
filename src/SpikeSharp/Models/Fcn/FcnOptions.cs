using SpikeSharp.Blocks;

namespace SpikeSharp.Models.Fcn;

/// <summary>Everything that decides the structure of a segmenter.</summary>
/// <param name="Variant">Widths.</param>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Activation">ReLU as a rule.</param>
public sealed record FcnOptions(FcnVariant Variant, int Classes, Activation Activation = Activation.ReLU) : AnnOptions(Classes, Activation)
{
    /// <inheritdoc/>
    public override NetworkFamily Family => FcnFamily.Instance;

    /// <inheritdoc/>
    public override string Name => FcnFamily.NameOf(Variant);

    /// <inheritdoc/>
    public override int SizeStep => 16;

    /// <inheritdoc/>
    public override Network Build() => new Fcn(this);
}
