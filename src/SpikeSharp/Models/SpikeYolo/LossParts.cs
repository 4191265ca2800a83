using SpikeSharp.Torch;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>The detection loss of a batch.</summary>
/// <param name="Total">Sum of the weighted parts times the batch size; differentiable, rank 0.</param>
/// <param name="Box">Weighted CIoU part.</param>
/// <param name="Class">Weighted classification part.</param>
/// <param name="Dfl">Weighted distribution focal part.</param>
public sealed record LossParts(Tensor Total, double Box, double Class, double Dfl);
