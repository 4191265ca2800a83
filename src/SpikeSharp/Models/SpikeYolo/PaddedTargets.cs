using SpikeSharp.Torch;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>The objects of a batch, each image's padded to the same number.</summary>
internal sealed record PaddedTargets(Tensor Labels, Tensor Boxes, Tensor Present)
{
    /// <summary>Int64 [B, M, 1], pixels x1 y1 x2 y2 [B, M, 4], 1 or 0 [B, M, 1]; null for a batch without objects.</summary>
    public static PaddedTargets? From(DetectionTargets targets, long batch, long height, long width, string device)
    {
        var image = targets.ImageIndex.Span;
        if (image.Length == 0)
            return null;
        var counts = new int[batch];
        foreach (var i in image)
            counts[i]++;
        var max = counts.Max();
        var (labels, boxes, present) = (new long[batch * max], new float[batch * max * 4], new float[batch * max]);
        Array.Clear(counts);
        for (var i = 0; i < image.Length; i++)
        {
            var slot = image[i] * max + counts[image[i]]++;
            var box = targets.Boxes.Span.Slice(4 * i, 4);
            var (cx, cy, w, h) = (box[0] * width, box[1] * height, box[2] * width, box[3] * height);
            (labels[slot], present[slot]) = (targets.Class.Span[i], 1);
            (boxes[4 * slot], boxes[4 * slot + 1], boxes[4 * slot + 2], boxes[4 * slot + 3]) = (
                cx - w / 2,
                cy - h / 2,
                cx + w / 2,
                cy + h / 2
            );
        }
        return new PaddedTargets(
            Tensor.From(labels, batch, max, 1).To(device),
            Tensor.From(boxes, batch, max, 4).To(device),
            Tensor.From(present, batch, max, 1).To(device)
        );
    }
}
