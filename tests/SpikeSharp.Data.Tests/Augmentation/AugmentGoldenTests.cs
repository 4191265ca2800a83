using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Augmentation;

[Trait("Category", "Golden")]
public sealed class AugmentGoldenTests
{
    [SkippableTheory]
    [InlineData("mosaic4")]
    public void Mosaic_is_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var side = golden.Int("imgsz");
        var canvas = new Image(2 * side, 2 * side);
        canvas.Fill(Letterbox.Grey);
        var boxes = new List<PixelBox>();
        foreach (var (tile, name) in golden.Series("tile#").Index())
            Mosaic.Place(canvas, tile, golden.Picture(name), Labels(golden, tile), (golden.Int("centre_x"), golden.Int("centre_y")), boxes);
        golden.Compare<byte>(golden.Name("output"), canvas.Pixels, "pixels");
        CompareBoxes(golden, "", boxes);
    }

    [SkippableTheory]
    [InlineData("affine_after_mosaic")]
    public void The_affine_transform_is_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var canvas = golden.Picture("mosaic/output");
        var expected = golden.Shape("affine/output");
        var shift = golden.Numbers("translate_px");
        var affine = RandomAffine.About(canvas.Width / 2.0, canvas.Height / 2.0, 0, golden.Double("scale"), 0, 0, shift[0], shift[1]);
        var output = new Image(expected[1], expected[0]);
        Resampling.WarpAffine(canvas, output, affine.Map, Letterbox.Grey);
        golden.Compare<byte>("affine/output", output.Pixels, "pixels");

        var classes = golden.Floats("mosaic/cls");
        var boxes = golden
            .Floats("mosaic/boxes_xyxy")
            .Chunk(4)
            .Zip(classes, (e, c) => new PixelBox((int)c, e[0], e[1], e[2], e[3]))
            .ToList();
        affine.Apply(boxes, output.Width);
        CompareBoxes(golden, "affine/", boxes);
    }

    [SkippableTheory]
    [InlineData("hsv")]
    public void The_colour_jitter_is_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var image = golden.Picture(golden.Name("input_bgr")).Reversed();
        var gains = golden.Numbers("u").Zip(golden.Numbers("gains"), (u, gain) => 1 + u * gain).ToArray();
        HsvJitter.Apply(image, gains[0], gains[1], gains[2]);
        golden.Compare<byte>(golden.Name("output_bgr"), image.Reversed().Pixels, "pixels");
    }

    [SkippableTheory]
    [InlineData("fliplr")]
    public void The_flip_is_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var image = golden.Picture(golden.Name("input_bgr"));
        var box = Array.ConvertAll(golden.Numbers("box_xywhn"), share => (float)share);
        var boxes = new List<PixelBox> { LabelGeometry.ToPixels(new(0, box[0], box[1], box[2], box[3]), image.Width, image.Height, 0, 0) };
        Flips.LeftRight(image, boxes);
        golden.Compare<byte>(golden.Name("output_bgr"), image.Pixels);
        var label = LabelGeometry.ToShares(boxes[0], image.Width, image.Height);
        golden.Compare<float>(golden.Name("boxes_xywhn"), [label.X, label.Y, label.Width, label.Height]);
    }

    private static List<ObjectLabel> Labels(GoldenCase golden, int tile)
    {
        var shares = golden.Floats(golden.Series("labels#_xywhn")[tile]);
        return [.. shares.Chunk(4).Select(s => new ObjectLabel(tile, s[0], s[1], s[2], s[3]))];
    }

    private static void CompareBoxes(GoldenCase golden, string place, List<PixelBox> boxes)
    {
        golden.Compare<float>(
            golden.Name(place + "boxes_xyxy"),
            boxes.SelectMany(box => new[] { box.X1, box.Y1, box.X2, box.Y2 }).ToArray(),
            "boxes"
        );
        Assert.Equal(golden.Doubles(golden.Name(place + "cls")), boxes.Select(box => (double)box.Class));
    }
}
