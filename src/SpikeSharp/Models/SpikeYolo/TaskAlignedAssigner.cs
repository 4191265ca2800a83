using SpikeSharp.Torch;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>
/// The task-aligned assigner: each object takes the anchors inside it that score best in score^α · overlap^β
/// (docs/spec/spikeyolo.md 5.3).
/// </summary>
public sealed record TaskAlignedAssigner(int TopK = 10, double Alpha = 0.5, double Beta = 6, double Eps = 1e-9)
{
    /// <summary>Assigns anchors to objects. Nothing here carries a gradient.</summary>
    /// <param name="scores">Predicted class scores after the sigmoid, [B, A, classes].</param>
    /// <param name="boxes">Predicted boxes x1 y1 x2 y2 in pixels, [B, A, 4].</param>
    /// <param name="anchors">Anchor points in pixels, [A, 2].</param>
    /// <param name="labels">Classes of the objects, Int64 [B, M, 1], M ≥ 1, padded with 0.</param>
    /// <param name="objects">Boxes of the objects in pixels, [B, M, 4], padded with 0.</param>
    /// <param name="present">1 for objects, 0 for padding, [B, M, 1].</param>
    public Assignment Assign(Tensor scores, Tensor boxes, Tensor anchors, Tensor labels, Tensor objects, Tensor present)
    {
        using var off = GradMode.Off();
        var (batch, count, classes) = (scores.Size(0), scores.Size(1), scores.Size(2));
        var max = objects.Size(1);

        var inside = Inside(anchors, objects); // [B, M, A]
        var candidates = inside * present;
        var overlaps = (CIoU.Of(objects.Unsqueeze(2), boxes.Unsqueeze(1)).Squeeze(-1).ClampMin(0)) * candidates;
        var classScores = scores.Transpose(1, 2).Gather(1, labels.Expand(batch, max, count)) * candidates;
        var metric = classScores.Pow(Alpha) * overlaps.Pow(Beta);

        var positive = TopCandidates(metric, present) * candidates;
        positive = OneObjectAnAnchor(positive, overlaps, max);
        var foreground = positive.Sum([1]).Above(0); // [B, A]
        var index = positive.ArgMax(1);

        var assignedLabels = labels.Squeeze(-1).Gather(1, index);
        var assignedBoxes = objects.Gather(1, index.Unsqueeze(-1).Expand(batch, count, 4));
        metric = metric * positive;
        var best = metric.Max([2], keep: true); // [B, M, 1]
        var bestOverlap = (overlaps * positive).Max([2], keep: true);
        var weight = (metric * bestOverlap / (best + Eps)).Max([1]); // [B, A]
        var oneHot = Tensor.Zeros([batch, count, classes], device: scores.Device).Scatter(2, assignedLabels.Unsqueeze(-1), 1);
        var target = oneHot * (weight * foreground.To(weight.DType)).Unsqueeze(-1);
        return new Assignment(assignedLabels, assignedBoxes, target, foreground, index);
    }

    // 1 where an anchor lies inside an object, [B, M, A].
    private Tensor Inside(Tensor anchors, Tensor objects)
    {
        var corners = objects.Split(2, 2, 2);
        var points = anchors.Reshape(1, 1, -1, 2);
        var nearest = (points - corners[0].Unsqueeze(2)).Minimum(corners[1].Unsqueeze(2) - points).Min([3]);
        return nearest.Above(Eps).To(objects.DType);
    }

    // 1 for the TopK anchors of each object by metric; none for padding.
    private Tensor TopCandidates(Tensor metric, Tensor present)
    {
        var (_, indices) = metric.TopK(Math.Min(TopK, metric.Size(2)), 2);
        return metric.ZerosLike().Scatter(2, indices, 1) * present;
    }

    // An anchor several objects claim goes to the one it overlaps most among all of the image's, the first on ties.
    private static Tensor OneObjectAnAnchor(Tensor positive, Tensor overlaps, long max)
    {
        if (max == 1)
            return positive;
        var contested = positive.Sum([1], keep: true).Above(1);
        var winner = positive.ZerosLike().Scatter(1, overlaps.ArgMax(1, keep: true), 1);
        return contested.Where(winner, positive);
    }
}
