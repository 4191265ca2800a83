using System.Text.Json;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Tests.Augmentation;

namespace SpikeSharp.Data.Tests.Batches;

public sealed class ValidationBatchesTests
{
    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("dataset_val_rect")]
    [InlineData("dataset_val_square")]
    public void A_validation_item_is_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var side = golden.Int("imgsz");
        var rectangular = golden.Params.GetProperty("rect_shape").ValueKind == JsonValueKind.Array;
        int[] shape = rectangular ? [.. golden.Numbers("rect_shape").Select(n => (int)n)] : [side, side];
        var image = golden.Picture(golden.Name("input_bgr_hwc")).Reversed();
        var labels = golden
            .Floats(golden.Name("labels_xywhn"))
            .Chunk(4)
            .Select((s, i) => new ObjectLabel(i, s[0], s[1], s[2], s[3]))
            .ToList();

        using var batch = new DetectionBatch(1, shape[0], shape[1], channels: 3);
        ValidationBatches.Put(batch, 0, new("a.png", image.Width, image.Height, labels), image, side, new(shape[1], shape[0]));

        var output = golden.Name("output_rgb_chw");
        Assert.Equal(new[] { 3, batch.Height, batch.Width }, golden.Shape(output));
        var (pixels, plane) = (batch.Pixels.Bytes.ToArray(), batch.Height * batch.Width);
        golden.Compare<byte>(output, [.. Enumerable.Range(0, 3 * plane).Select(i => pixels[i % plane * 3 + i / plane])], "pixels");
        golden.Compare<float>(golden.Name("output_xywhn"), batch.XywhNormalised, "labels");
        var native = Enumerable
            .Range(0, labels.Count)
            .SelectMany(i => batch.OriginalBox(i) is var (x1, y1, x2, y2) ? new[] { x1, y1, x2, y2 } : [])
            .ToArray();
        golden.Compare<float>(golden.Name("native_xyxy"), native, "native");
        var ratioPad = golden.Params.GetProperty("ratio_pad");
        Assert.Equal(ratioPad[0][0].GetDouble(), batch.Images[0].GainY, 9);
        Assert.Equal(ratioPad[0][1].GetDouble(), batch.Images[0].GainX, 9);
        Assert.Equal((ratioPad[1][0].GetDouble(), ratioPad[1][1].GetDouble()), (batch.Images[0].PadX, batch.Images[0].PadY));
    }

    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("rect_batches")]
    public void Rectangular_batches_are_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var sizes = golden.Tensors.Int64s(golden.Name("shapes_hw")).Chunk(2).Select(s => ((int)s[0], (int)s[1])).ToList();
        var plan = RectangularBatches.Plan(sizes, golden.Int("batch"), golden.Int("imgsz"), golden.Int("stride"), golden.Double("pad"));
        golden.Compare<int>(golden.Name("order"), plan.Order.ToArray());
        golden.Compare<int>(golden.Name("batch_shapes_hw"), plan.Shapes.SelectMany(s => new[] { s.Height, s.Width }).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_image_comes_once_and_its_boxes_map_back(bool rectangular)
    {
        using var folder = new DataFolder(val: 13);
        var data = folder.Load("val");
        var batches = new ValidationBatches(
            data,
            new()
            {
                ImageSize = 96,
                BatchSize = 4,
                Rectangular = rectangular,
            }
        );
        Assert.Equal(4, batches.Count);
        var paths = new List<string>();
        using var loader = batches.Load(workers: 2);
        foreach (var batch in loader)
            using (batch)
            {
                Assert.Equal((0, 0), (batch.Width % 32, batch.Height % 32));
                if (!rectangular)
                    Assert.Equal((96, 96), (batch.Width, batch.Height));
                for (var i = 0; i < batch.Class.Length; i++)
                {
                    var source = data.Images.Single(image => image.Path == batch.Images[batch.ImageIndex[i]].Path);
                    var label = source.Labels[0];
                    var (x1, y1, x2, y2) = batch.OriginalBox(i);
                    // One gain serves both axes though each side is rounded up by itself, hence up to a pixel.
                    Assert.Equal((label.X - label.Width / 2) * source.Width, x1, 1f);
                    Assert.Equal((label.Y - label.Height / 2) * source.Height, y1, 1f);
                    Assert.Equal((label.X + label.Width / 2) * source.Width, x2, 1f);
                    Assert.Equal((label.Y + label.Height / 2) * source.Height, y2, 1f);
                }
                paths.AddRange(batch.Images.Select(image => image.Path));
            }
        Assert.Equal(data.Images.Select(image => image.Path).Order(), paths.Order());
        if (!rectangular)
            Assert.Equal(data.Images.Select(image => image.Path), paths);
    }

    [SkippableFact]
    public void Blood_cells_at_320_are_256_by_352()
    {
        var data = DetectionData.Load(DataYaml.Load(TestData.RequireSharedData("bccd")), "val", new() { Cache = false });
        using var batch = new ValidationBatches(data, new() { ImageSize = 320 }).Make(0);
        Assert.Equal((16, 256, 352), (batch.Count, batch.Height, batch.Width));
        Assert.Equal(new(data.Images[0].Path, 640, 480, 0.5, 0.5, 16, 8), batch.Images[0]);
        Assert.Equal(data.Images.Take(16).Sum(image => image.Labels.Count), batch.Class.Length);
    }
}
