using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Augmentation;

[Trait("Category", "Golden")]
public class AugmentGoldenTests
{
    [SkippableFact]
    public void Mosaic_is_the_references()
    {
        using var golden = GoldenCase.Open("spikeyolo", "mosaic4");
        var side = golden.Int("imgsz");
        var canvas = new Image(2 * side, 2 * side);
        canvas.Fill(Rgb.Padding);
        var boxes = new List<PixelBox>();
        for (var tile = 0; tile < Mosaic.Tiles; tile++)
            Mosaic.Place(canvas, tile, golden.Picture($"mosaic/tile{tile}"), Labels(golden, tile),
                (golden.Int("centre_x"), golden.Int("centre_y")), boxes);
        Assert.Equal(golden.Picture("mosaic/output").Pixels, canvas.Pixels);
        golden.Compare("mosaic/boxes_xyxy", Edges(boxes), golden.Tolerance.GetProperty("boxes").GetProperty("abs").GetDouble());
        golden.Compare("mosaic/cls", [.. boxes.Select(box => (float)box.Class)], 0);
    }

    [SkippableFact]
    public void The_affine_transform_is_the_references()
    {
        using var golden = GoldenCase.Open("spikeyolo", "affine_after_mosaic");
        var canvas = golden.Picture("mosaic/output");
        var expected = golden.Picture("affine/output");
        var shift = golden.Params.GetProperty("translate_px");
        var affine = RandomAffine.About(canvas.Width / 2.0, canvas.Height / 2.0, 0, golden.Params.GetProperty("scale").GetDouble(), 0, 0,
            shift[0].GetDouble(), shift[1].GetDouble());
        var output = new Image(expected.Width, expected.Height);
        Resampling.WarpAffine(canvas, output, affine.Map, Rgb.Padding);
        Pictures.WithinLevels(2, expected.Pixels, output.Pixels);

        var (edges, classes) = (golden.Floats("mosaic/boxes_xyxy"), golden.Floats("mosaic/cls"));
        var boxes = classes.Select((c, i) => new PixelBox((int)c, edges[4 * i], edges[4 * i + 1], edges[4 * i + 2], edges[4 * i + 3]))
            .ToList();
        affine.Apply(boxes, output.Width);
        golden.Compare("affine/boxes_xyxy", Edges(boxes), golden.Tolerance.GetProperty("boxes").GetProperty("abs").GetDouble());
        golden.Compare("affine/cls", [.. boxes.Select(box => (float)box.Class)], 0);
    }

    [SkippableFact]
    public void The_colour_jitter_is_the_references()
    {
        using var golden = GoldenCase.Open("spikeyolo", "hsv");
        var image = golden.PictureFromBgr("hsv/input_bgr");
        var (u, gains) = (golden.Params.GetProperty("u"), golden.Params.GetProperty("gains"));
        double Gain(int i) => 1 + u[i].GetDouble() * gains[i].GetDouble();
        HsvJitter.Apply(image, Gain(0), Gain(1), Gain(2));
        Pictures.WithinLevels(2, golden.PictureFromBgr("hsv/output_bgr").Pixels, image.Pixels);
    }

    [SkippableFact]
    public void The_flip_is_the_references()
    {
        using var golden = GoldenCase.Open("spikeyolo", "fliplr");
        var image = golden.Picture("hsv/input_bgr");
        var box = golden.Params.GetProperty("box_xywhn");
        float Share(int i) => (float)box[i].GetDouble();
        var boxes = new List<PixelBox> { LabelGeometry.ToPixels(new(0, Share(0), Share(1), Share(2), Share(3)), image.Width, image.Height,
            0, 0) };
        Flips.LeftRight(image, boxes);
        Assert.Equal(golden.Picture("fliplr/output_bgr").Pixels, image.Pixels);
        var label = LabelGeometry.ToShares(boxes[0], image.Width, image.Height);
        golden.Compare("fliplr/boxes_xywhn", [label.X, label.Y, label.Width, label.Height]);
    }

    private static List<ObjectLabel> Labels(GoldenCase golden, int tile)
    {
        var shares = golden.Floats($"mosaic/labels{tile}_xywhn");
        return [.. shares.Chunk(4).Select(s => new ObjectLabel(tile, s[0], s[1], s[2], s[3]))];
    }

    private static float[] Edges(List<PixelBox> boxes) => [.. boxes.SelectMany(box => new[] { box.X1, box.Y1, box.X2, box.Y2 })];
}
