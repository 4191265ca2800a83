using SpikeSharp.Blocks;

namespace SpikeSharp.Models.Yolo8;

/// <summary>Everything that decides the structure of a YOLOv8.</summary>
/// <param name="Variant">Depth and width.</param>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Activation">SiLU as published, or ReLU.</param>
public sealed record Yolo8Options(Yolo8Variant Variant, int Classes, Activation Activation) : AnnOptions(Classes, Activation)
{
    /// <inheritdoc/>
    public override NetworkFamily Family => Yolo8Family.Instance;

    /// <inheritdoc/>
    public override string Name => Yolo8Family.NameOf(Variant);

    /// <inheritdoc/>
    public override Network Build() => new Yolo8(this);
}
