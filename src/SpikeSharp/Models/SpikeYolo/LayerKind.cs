namespace SpikeSharp.Models.SpikeYolo;

internal enum LayerKind
{
    Repeat,
    DownSampling,
    SnnBlock1,
    SnnBlock2,
    Sppf,
    SpikeConv,
    Upsample,
    Concat,
    Detect,
}
