namespace SpikeSharp.Models.Yolo8;

/// <summary>A size of YOLOv8 (Ultralytics, yolov8.yaml).</summary>
/// <param name="Name">The scale's letter.</param>
/// <param name="Depth">Factor on the repeats of repeated layers.</param>
/// <param name="Width">Factor on channels.</param>
/// <param name="MaxChannels">Limit on channels before the width factor.</param>
public sealed record Yolo8Variant(string Name, double Depth, double Width, int MaxChannels)
{
    /// <summary>The sizes.</summary>
    public static IReadOnlyList<Yolo8Variant> All { get; } =
    [
        new("n", Depth: 0.33, Width: 0.25, MaxChannels: 1024),
        new("s", Depth: 0.33, Width: 0.50, MaxChannels: 1024),
        new("m", Depth: 0.67, Width: 0.75, MaxChannels: 768),
    ];
}
