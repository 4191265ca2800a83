using SpikeSharp.Torch;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>Which anchor learns which object.</summary>
/// <param name="Labels">Class of each anchor's object, Int64 [B, A]; of object 0 where it has none.</param>
/// <param name="Boxes">Box of each anchor's object, x1 y1 x2 y2 in pixels, [B, A, 4]; of object 0 where it has none.</param>
/// <param name="Scores">Target score of each class, [B, A, classes]; 0 at background anchors.</param>
/// <param name="Foreground">Whether the anchor has an object, Bool [B, A].</param>
/// <param name="ObjectIndex">Index of the object in its image, Int64 [B, A].</param>
public sealed record Assignment(Tensor Labels, Tensor Boxes, Tensor Scores, Tensor Foreground, Tensor ObjectIndex);
