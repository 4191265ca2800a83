using System.Runtime.InteropServices;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Augmentation;

/// <summary>Rotation, scale, shear and translation about the canvas's centre (spec 5.2.3; golden case affine_after_mosaic).</summary>
/// <param name="Map">From canvas to output pixels.</param>
/// <param name="Scale">The factor on sides, by which a box's area before is compared with its area after.</param>
internal readonly record struct RandomAffine(AffineMatrix Map, double Scale)
{
    private const float SmallestSide = 2,
        SmallestAreaRatio = 0.1f,
        LargestAspect = 100,
        Epsilon = 1e-16f;

    /// <summary>Draws in the order of Ultralytics' RandomPerspective.</summary>
    public static RandomAffine Draw(ref CounterRandom random, AugmentOptions options, int canvasWidth, int canvasHeight, int side)
    {
        var angle = random.NextDouble(-options.Degrees, options.Degrees);
        var scale = random.NextDouble(1 - options.Scale, 1 + options.Scale);
        var shearX = random.NextDouble(-options.Shear, options.Shear);
        var shearY = random.NextDouble(-options.Shear, options.Shear);
        var x = random.NextDouble(0.5 - options.Translate, 0.5 + options.Translate) * side;
        var y = random.NextDouble(0.5 - options.Translate, 0.5 + options.Translate) * side;
        return About(canvasWidth / 2.0, canvasHeight / 2.0, angle, scale, shearX, shearY, x, y);
    }

    /// <summary>Translation · shear · rotation and scale · centre to origin; angles in degrees.</summary>
    public static RandomAffine About(
        double centreX,
        double centreY,
        double angle,
        double scale,
        double shearX,
        double shearY,
        double x,
        double y
    )
    {
        var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
        var (alpha, beta) = (scale * cos, scale * sin);
        var (tanX, tanY) = (Math.Tan(shearX * Math.PI / 180), Math.Tan(shearY * Math.PI / 180));
        var (a, b) = (alpha - tanX * beta, beta + tanX * alpha);
        var (c, d) = (tanY * alpha - beta, tanY * beta + alpha);
        return new(new(a, b, x - a * centreX - b * centreY, c, d, y - c * centreX - d * centreY), scale);
    }

    /// <summary>Moves, clips and filters boxes in place.</summary>
    /// <param name="boxes">Boxes on the canvas; becomes those that remain on the output.</param>
    /// <param name="side">The output's side, pixels.</param>
    public void Apply(List<PixelBox> boxes, int side)
    {
        var kept = 0;
        foreach (var before in CollectionsMarshal.AsSpan(boxes))
        {
            var after = Move(before).Clip(side, side);
            if (Remains(before, after))
                boxes[kept++] = after;
        }
        boxes.RemoveRange(kept, boxes.Count - kept);
    }

    private PixelBox Move(PixelBox box)
    {
        var (ax, ay) = Map.Map(box.X1, box.Y1);
        var (bx, by) = Map.Map(box.X2, box.Y2);
        var (cx, cy) = Map.Map(box.X1, box.Y2);
        var (dx, dy) = Map.Map(box.X2, box.Y1);
        return new(
            box.Class,
            (float)Math.Min(Math.Min(ax, bx), Math.Min(cx, dx)),
            (float)Math.Min(Math.Min(ay, by), Math.Min(cy, dy)),
            (float)Math.Max(Math.Max(ax, bx), Math.Max(cx, dx)),
            (float)Math.Max(Math.Max(ay, by), Math.Max(cy, dy))
        );
    }

    private bool Remains(PixelBox before, PixelBox after)
    {
        var (width, height) = (after.Width, after.Height);
        var area = (float)(before.Width * Scale) * (float)(before.Height * Scale);
        return width > SmallestSide
            && height > SmallestSide
            && width * height / (area + Epsilon) > SmallestAreaRatio
            && Math.Max(width / (height + Epsilon), height / (width + Epsilon)) < LargestAspect;
    }
}
