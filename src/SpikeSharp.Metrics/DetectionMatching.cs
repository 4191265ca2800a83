using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Metrics;

/// <summary>Says which detections of an image are right, at each of the ten IoU thresholds (SpikeYOLO, 5.4).</summary>
internal static class DetectionMatching
{
    public const int Thresholds = 10;

    private static readonly float[] Limits = [.. DetectionReport.IoUThresholds.Select(t => (float)t)];

    /// <summary>
    /// Each detection goes for the object of its class that it overlaps most; of several that want the same object the first has it, and
    /// the others get none: not the next best object either. So the reference decides, detections being in order of confidence.
    /// </summary>
    /// <param name="detections">Most confident first.</param>
    /// <param name="truth">The image's objects.</param>
    /// <param name="correct">One a detection: bit i is set when it is right at threshold i.</param>
    public static void Match(ReadOnlySpan<Detection> detections, ReadOnlySpan<GroundTruth> truth, Span<ushort> correct)
    {
        var taken = truth.Length <= 256 ? stackalloc ushort[truth.Length] : new ushort[truth.Length];
        taken.Clear();
        for (var d = 0; d < detections.Length; d++)
        {
            var (best, iou) = (-1, 0f);
            for (var t = 0; t < truth.Length; t++)
            {
                if (truth[t].Class != detections[d].Class)
                    continue;
                var overlap = truth[t].Box.IoU(detections[d].Box);
                if (overlap >= iou)
                    (best, iou) = (t, overlap);
            }
            correct[d] = 0;
            if (best < 0)
                continue;
            ushort reached = 0;
            for (var i = 0; i < Thresholds && iou >= Limits[i]; i++)
                reached |= (ushort)(1 << i);
            correct[d] = (ushort)(reached & ~taken[best]);
            taken[best] |= reached;
        }
    }
}
