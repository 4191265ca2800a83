namespace SpikeSharp.Models.Yolo8;

internal enum LayerKind
{
    Conv,
    C2f,
    Sppf,
    Upsample,
    Concat,
    Detect,
}
