using SpikeSharp.Blocks;

namespace SpikeSharp.Models.Yolo8;

/// <summary>YOLOv8.</summary>
public sealed class Yolo8Family : AnnFamily
{
    private Yolo8Family()
        : base(Activation.SiLU) { }

    /// <summary>The family.</summary>
    public static Yolo8Family Instance { get; } = new();

    /// <inheritdoc/>
    public override VisionTask Task => VisionTask.Detect;

    /// <inheritdoc/>
    public override Type OptionsType => typeof(Yolo8Options);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. Yolo8Variant.All.Select(NameOf)];

    internal static string NameOf(Yolo8Variant variant) => $"yolov8{variant.Name}";

    /// <inheritdoc/>
    protected override AnnOptions Structure(string name, int classes, Activation activation) =>
        new Yolo8Options(Yolo8Variant.All.Single(v => NameOf(v) == name), classes, activation);
}
