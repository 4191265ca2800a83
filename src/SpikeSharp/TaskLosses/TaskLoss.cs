using SpikeSharp.Torch;

namespace SpikeSharp.TaskLosses;

/// <summary>The loss of a batch.</summary>
/// <param name="Total">What is differentiated: the weighted sum times the batch size.</param>
/// <param name="Parts">Mean weighted parts, in the order of the task's columns.</param>
public sealed record TaskLoss(Tensor Total, double[] Parts);
