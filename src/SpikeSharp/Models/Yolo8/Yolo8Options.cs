using SpikeSharp.Blocks;

namespace SpikeSharp.Models.Yolo8;

/// <summary>Everything that decides the structure of a YOLOv8.</summary>
/// <param name="Variant">Depth and width.</param>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Activation">SiLU as published, or ReLU.</param>
public sealed record Yolo8Options(Yolo8Variant Variant, int Classes, Activation Activation) : AnnOptions(Classes, Activation)
{
    /// <inheritdoc/>
    public override VisionTask Task => VisionTask.Detect;

    /// <inheritdoc/>
    public override string Name => $"yolov8{Variant.Name}";

    /// <inheritdoc/>
    public override Network Build() => new Yolo8(this);
}
