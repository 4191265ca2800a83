using SpikeSharp.Data.Description;
using SpikeSharp.Data.Tests.Segmentation;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Description;

public sealed class DataLayoutsTests : IDisposable
{
    private readonly MaskFolder _folder = new(train: 0, val: 0);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cityscapes_is_read_with_the_masks_of_its_19_classes()
    {
        Layout("cityscapes");
        AddStreet("train", "aachen", "aachen_000000_000019", "labelTrainIds", [0, 18, 255]);
        AddStreet("val", "ulm", "ulm_000000_000019", "labelTrainIds", [13, 13, 255]);
        // What else lies there is no mask and no picture of the set.
        File.WriteAllText(_folder["gtFine/train/aachen/aachen_000000_000019_gtFine_polygons.json"], "{}");
        _folder.Picture("leftImg8bit/train/aachen/preview.png", 12, 10);
        var data = _folder.Load(options: new() { Strict = true });
        Assert.Equal((1, 19, "road", "bicycle"), (data.Count, data.Names.Count, data.Names[0], data.Names[^1]));
        Assert.Equal([0, 18, 255], data.Mask(data.Images[0])[..3]);
        Assert.Equal([13, 13, 255], Only("val")[..3]);
    }

    [Fact]
    public void Cityscapes_as_published_is_mapped_to_the_same_classes()
    {
        Layout("cityscapes-labelids");
        AddStreet("train", "aachen", "aachen_000000_000019", "labelIds", [.. Enumerable.Range(0, 34).Select(i => (ushort)i)]);
        var mask = Only("train", strict: true);
        byte[] wanted =
        [
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            0,
            1,
            255,
            255,
            2,
            3,
            4,
            255,
            255,
            255,
            5,
            255,
            6,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            15,
            255,
            255,
            16,
            17,
            18,
        ];
        Assert.Equal(wanted, mask[..34]);
    }

    [Fact]
    public void Of_ADE20K_zero_is_in_no_class_and_the_others_are_one_less()
    {
        Layout("ade20k");
        _folder.Picture("images/training/ADE_train_00000001.jpg", 12, 10);
        Mask("annotations/training/ADE_train_00000001.png", [0, 1, 150, 255]);
        Assert.Equal([255, 0, 149, 255], Only("train", strict: true)[..4]);
        var names = DataYaml.Load(_folder.Root).Names;
        Assert.Equal((150, "wall", "flag", 150), (names.Count, names[0], names[^1], names.Distinct().Count()));
        Mask("annotations/training/ADE_train_00000001.png", [151, 1]);
        Assert.Contains(
            "is 151, which is no class (1 to 150, or 255 for none)",
            _folder.Load().Report.Dropped[0].Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Of_VOC_the_lists_choose_the_pictures_and_colours_count_where_a_mask_has_them()
    {
        Layout("voc");
        foreach (var name in (string[])["2007_000001", "2007_000002", "2007_000003"])
        {
            _folder.Picture($"JPEGImages/{name}.jpg", 12, 10);
            Mask($"SegmentationClass/{name}.png", [0, 20, 255]);
        }
        _folder.Picture("SegmentationClass/2007_000003.png", 12, 10, (x, _) => x switch
            {
                0 => new(0, 64, 128),
                1 => new(224, 224, 192),
                2 => new(192, 128, 0),
                _ => Rgb.Black,
            });
        _folder.Write("ImageSets/Segmentation/train.txt", "2007_000001\n2007_000003\n\n");
        _folder.Write("ImageSets/Segmentation/val.txt", "2007_000002\n");
        var data = _folder.Load(options: new() { Strict = true });
        Assert.Equal(["2007_000001.jpg", "2007_000003.jpg"], data.Images.Select(image => Path.GetFileName(image.Path)));
        Assert.Equal(["background", "tvmonitor"], (string[])[data.Names[0], data.Names[20]]);
        Assert.Equal([0, 20, 255], data.Mask(data.Images[0])[..3]);
        Assert.Equal([20, 255, 11, 0], data.Mask(data.Images[1])[..4]);
        Assert.Equal(1, _folder.Load("val").Count);

        _folder.Picture("SegmentationClass/2007_000003.png", 12, 10, (x, y) => x == 4 && y == 2 ? new(1, 2, 3) : Rgb.Black);
        var problem = Assert.Single(_folder.Load(options: new() { AllowBad = true }).Report.Skipped);
        Assert.Contains("pixel (4, 2) has the colour [1, 2, 3]", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_COCO_the_classes_are_the_categories_and_masks_hold_segments()
    {
        Layout("coco-panoptic");
        AddPanoptic();
        var data = _folder.Load(options: new() { Strict = true });
        Assert.Equal(["person", "sky-other", "grass"], data.Names);
        Assert.Equal([0, 1, 255, 2, 0], data.Mask(data.Images[0])[..5]);
        Assert.Equal((1, 1), (data.Count, data.Report.Missing));
        var hash = data.Hash;
        AddPanoptic(category: 1);
        data = _folder.Load();
        Assert.Equal([0, 0, 255, 2, 0], data.Mask(data.Images[0])[..5]);
        Assert.NotEqual(hash, data.Hash);
    }

    [Fact]
    public void Categories_may_be_chosen_by_number()
    {
        Layout("coco-panoptic", "mask_values: {1: 0, 193: 1}\nnames: [person, grass]\n");
        AddPanoptic();
        var data = _folder.Load();
        Assert.Equal([0, 255, 255, 1, 0], data.Mask(data.Images[0])[..5]);
        Assert.Contains("those of 187 (", Assert.Single(data.Report.Dropped).Reason, StringComparison.Ordinal);
        Layout("coco-panoptic", "mask_values: {1: 0, 193: 1}\nignore_index: 187\nnames: [person, grass]\n");
        Assert.Empty(_folder.Load().Report.Dropped);
        Layout("coco-panoptic", "names: [person, grass]\n");
        Assert.Contains("3 categories", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON", "no panoptic annotation")]
    [InlineData("[]", "no panoptic annotation")]
    [InlineData("null", "is empty")]
    [InlineData("""{"images": [], "annotations": []}""", "no panoptic annotation")]
    [InlineData("""{"images": [], "annotations": [], "categories": []}""", "no categories")]
    [InlineData("""{"images": [], "annotations": [], "categories": [null]}""", "no panoptic annotation")]
    [InlineData("""{"images": [], "annotations": [], "categories": [{"id": 3}]}""", "no panoptic annotation")]
    [InlineData(
        """{"images": [], "annotations": [], "categories": [{"id": 3, "name": "a"}, {"id": 3, "name": "b"}]}""",
        "category 3 twice"
    )]
    [InlineData("""{"images": [], "annotations": [], "categories": [{"id": 65535, "name": "a"}]}""", "0 to 65534, found 65535")]
    [InlineData("""{"images": [null], "annotations": [], "categories": [{"id": 3, "name": "a"}]}""", "no panoptic annotation")]
    [InlineData(
        """
            {"images": [], "annotations": [{"image_id": 1, "file_name": "x.png", "segments_info": []}],
            "categories": [{"id": 3, "name": "a"}]}
            """,
        "x.png of image 1, which is not among"
    )]
    [InlineData(
        """
            {"images": [{"id": 1, "file_name": "x.jpg"}], "categories": [{"id": 3, "name": "a"}],
            "annotations": [{"image_id": 1, "file_name": "x.png", "segments_info": [{"id": 1, "category_id": -1}]}]}
            """,
        "found -1 in x.png"
    )]
    public void A_panoptic_annotation_that_cannot_be_right_is_refused_with_its_name(string json, string reason)
    {
        Layout("coco-panoptic");
        AddPanoptic();
        foreach (var split in (string[])["train", "val"])
            _folder.Write($"annotations/panoptic_{split}2017.json", json);
        var e = Refused();
        Assert.StartsWith(_folder["annotations/panoptic_"], e.File, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_that_the_annotation_does_not_know_is_named()
    {
        Layout("coco-panoptic");
        AddPanoptic();
        _folder.Picture("annotations/panoptic_train2017/000000000009.png", 12, 10, (x, y) =>
            x == 3 && y == 1 ? new(1, 2, 3) : new(5, 0, 0)
        );
        Assert.Contains($"pixel (3, 1) belongs to the segment {1 + 2 * 256 + 3 * 65536}", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_the_file_win_over_those_of_its_layout()
    {
        Layout("ade20k", "validation: images/testing\nmasks: {train: labels}\nreduce_zero_label: false\nnames: [a, b]\n");
        _folder.Picture("images/training/1.jpg", 12, 10);
        _folder.Picture("images/testing/2.jpg", 12, 10);
        Mask("labels/1.png", [0, 1]);
        Assert.Equal([0, 1], Only("train")[..2]);
        Assert.Equal(_folder["images/testing"], DataYaml.Load(_folder.Root).Sources("val")[0]);
    }

    [Theory]
    [InlineData(
        "layout: imagenet\n",
        "'layout: imagenet' is unknown; known are ade20k, cityscapes, cityscapes-labelids, coco-panoptic, voc"
    )]
    [InlineData("layout: ade20k\nmask_values: {1: 0}\n", "'reduce_zero_label: true' does not go with")]
    [InlineData("layout: voc\nmasks: {training: x}\n", "is told for train, val, test, found 'training'")]
    [InlineData("layout: voc\npalette: [[0, 0]]\n", "3 parts")]
    [InlineData("layout: voc\npalette: {0: [0, 0, 256]}\n", "0 to 255")]
    [InlineData("layout: voc\npalette: [[0, 0, 1], [0, 0, 1]]\n", "a colour twice")]
    [InlineData("layout: voc\npanoptic_json: nowhere.json\n", "no such file; 'panoptic_json:' names it")]
    [InlineData("layout: voc\nmask_values: {}\n", "is empty")]
    public void A_file_that_cannot_be_right_is_refused(string yaml, string reason)
    {
        _folder.Write("data.yaml", yaml);
        Assert.Contains(reason, Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suffix_that_no_picture_has_is_named()
    {
        Layout("cityscapes");
        _folder.Picture("leftImg8bit/train/aachen/a.png", 12, 10);
        Directory.CreateDirectory(_folder["gtFine/train"]);
        Assert.Contains("holds no image whose name ends in '_leftImg8bit.png'", Refused().Message, StringComparison.Ordinal);
    }

    private void Layout(string name, string more = "") => _folder.Write("data.yaml", $"layout: {name}\n{more}");

    // 12x10 pixels, the first of which have the numbers and the others the first of them.
    private void Mask(string path, ushort[] numbers) =>
        _folder.Mask(path, 12, 10, [.. numbers, .. Enumerable.Repeat(numbers[0], 120 - numbers.Length)]);

    private void AddStreet(string split, string city, string name, string kind, ushort[] numbers)
    {
        _folder.Picture($"leftImg8bit/{split}/{city}/{name}_leftImg8bit.png", 12, 10);
        Mask($"gtFine/{split}/{city}/{name}_gtFine_{kind}.png", numbers);
    }

    // Two pictures, the first with five segments, of which one pixel is in none; the other has no mask.
    private void AddPanoptic(int category = 187)
    {
        Rgb[] segments = [new(5, 0, 0), new(1, 2, 0), Rgb.Black, new(0, 0, 1), new(6, 0, 0)];
        foreach (var split in (string[])["train", "val"])
        {
            foreach (var name in (string[])["000000000009", "000000000025"])
                _folder.Picture($"{split}2017/{name}.jpg", 12, 10);
            _folder.Picture($"annotations/panoptic_{split}2017/000000000009.png", 12, 10, (x, _) => segments[Math.Min(x, 4)]);
            _folder.Write(
                $"annotations/panoptic_{split}2017.json",
                $$"""
                {"info": {}, "images": [{"id": 9, "file_name": "000000000009.jpg", "width": 12},
                    {"id": 25, "file_name": "000000000025.jpg"}],
                "annotations": [{"image_id": 9, "file_name": "000000000009.png", "segments_info": [
                    {"id": 5, "category_id": 1, "iscrowd": 0}, {"id": 513, "category_id": {{category}}},
                    {"id": 65536, "category_id": 193}, {"id": 6, "category_id": 1}]}],
                "categories": [{"id": 193, "name": "grass", "isthing": 0}, {"id": 1, "name": "person", "isthing": 1},
                    {"id": 187, "name": "sky-other", "isthing": 0}]}
                """
            );
        }
    }

    private byte[] Only(string split, bool strict = false)
    {
        var data = _folder.Load(split, new() { Strict = strict });
        return data.Mask(Assert.Single(data.Images));
    }

    private DataException Refused() => Assert.Throws<DataException>(() => _folder.Load());
}
