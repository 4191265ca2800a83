using SpikeSharp.Torch;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>Complete intersection over union (docs/spec/spikeyolo.md 5.3).</summary>
public static class CIoU
{
    private const double Eps = 1e-7;

    /// <summary>IoU − (centre distance² / enclosing diagonal² + v·α), elementwise with broadcasting; α carries no gradient.</summary>
    /// <param name="a">Boxes x1, y1, x2, y2 in the last dimension.</param>
    /// <param name="b">Likewise.</param>
    /// <returns>The broadcast shape with a last dimension of 1.</returns>
    public static Tensor Of(Tensor a, Tensor b)
    {
        using var scope = new TensorScope();
        var (ax1, ay1, ax2, ay2) = Corners(a);
        var (bx1, by1, bx2, by2) = Corners(b);
        var (aw, ah) = (ax2 - ax1, ay2 - ay1 + Eps);
        var (bw, bh) = (bx2 - bx1, by2 - by1 + Eps);
        var intersection = (ax2.Minimum(bx2) - ax1.Maximum(bx1)).ClampMin(0) * (ay2.Minimum(by2) - ay1.Maximum(by1)).ClampMin(0);
        var union = aw * ah + bw * bh - intersection + Eps;
        var iou = intersection / union;
        var diagonal = (ax2.Maximum(bx2) - ax1.Minimum(bx1)).Square() + (ay2.Maximum(by2) - ay1.Minimum(by1)).Square() + Eps;
        var distance = ((bx1 + bx2 - ax1 - ax2).Square() + (by1 + by2 - ay1 - ay2).Square()) / 4;
        var v = ((bw / bh).Atan() - (aw / ah).Atan()).Square() * (4 / (Math.PI * Math.PI));
        Tensor alpha;
        using (GradMode.Off())
            alpha = v / (v - iou + (1 + Eps));
        return scope.Keep(iou - (distance / diagonal + v * alpha));
    }

    private static (Tensor X1, Tensor Y1, Tensor X2, Tensor Y2) Corners(Tensor boxes)
    {
        var sides = boxes.Split(boxes.Rank - 1, 1, 1, 1, 1);
        return (sides[0], sides[1], sides[2], sides[3]);
    }
}
