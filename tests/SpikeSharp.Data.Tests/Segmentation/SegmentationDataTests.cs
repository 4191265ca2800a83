using SpikeSharp.Data.Description;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Segmentation;

public sealed class SegmentationDataTests
{
    [Fact]
    public void Images_and_masks_belong_together_by_their_paths()
    {
        using var folder = new MaskFolder();
        var data = folder.Load();
        Assert.Equal((6, 6, 0, 0), (data.Count, data.Report.Images, data.Report.Missing, data.Report.Corrupt));
        Assert.EndsWith("masks/train/3.png", data.Images[3].MaskPath, StringComparison.Ordinal);
        var mask = data.Mask(data.Images[0]);
        Assert.Equal((0, 1, 1), (mask[19], mask[20], mask[^1]));
        Assert.Equal([20 / 64.0, 44 / 64.0], data.Frequencies);
        // Median frequency balancing: median (5/16 + 11/16)/2 = 1/2 by each.
        Assert.Equal([1.6, 0.5 / (44 / 64.0)], data.MedianWeights());
    }

    [Fact]
    public void Folders_of_masks_may_be_named_and_hold_the_same_stems()
    {
        using var folder = new MaskFolder(more: "masks: {train: annotated}\n");
        Assert.Throws<DataException>(() => folder.Load());
        Directory.Move(folder["masks/train"], folder["annotated"]);
        Assert.Equal(6, folder.Load().Count);
        Assert.Equal(2, folder.Load("val").Count);
    }

    [Fact]
    public void Numbers_become_classes_and_those_in_none_are_ignored()
    {
        using var folder = new MaskFolder(train: 0, more: "mask_values: {7: 1, 900: 0}\n");
        folder.Add(
            "train",
            "a",
            12,
            10,
            values:
            [
                .. Enumerable
                    .Range(0, 120)
                    .Select(i =>
                        (ushort)(
                            i % 3 == 0 ? 7
                            : i % 3 == 1 ? 900
                            : 1
                        )
                    ),
            ]
        );
        var data = folder.Load();
        var mask = data.Mask(data.Images[0]);
        Assert.Equal([1, 0, 255], mask[..3]);
        Assert.Equal((120, 40), (data.Report.Pixels, data.Report.Ignored));
        Assert.Contains("33.3 %", data.Report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_without_a_mask_are_left_out_and_counted()
    {
        using var folder = new MaskFolder();
        folder.Add("train", "x", mask: false);
        Assert.Equal((6, 1, 7), (folder.Load().Count, folder.Load().Report.Missing, folder.Load().Report.Images));
        Assert.Contains(
            $"1 without (the first is {folder["images/train/x.png"]}: its mask would be {folder["masks/train/x.png"]})",
            folder.Load().Report.ToString(),
            StringComparison.Ordinal
        );
        Directory.Delete(folder["masks/val"], recursive: true);
        var e = Assert.Throws<DataException>(() => folder.Load("val"));
        Assert.True(e.Missing);
        Assert.Contains("masks/val/0.png", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_of_another_size_than_its_image_is_skipped_with_both_sizes()
    {
        using var folder = new MaskFolder(train: 30);
        folder.Mask("masks/train/5.png", 48, 64, new ushort[48 * 64]);
        var report = folder.Load().Report;
        Assert.Equal(1, report.Corrupt);
        Assert.Contains(
            "is 48x64 pixels, its image 64x48; a mask has a number for every pixel of its image",
            report.Skipped[0].Reason,
            StringComparison.Ordinal
        );
        Assert.Throws<DataException>(() => folder.Load(options: new() { Strict = true }));
    }

    [Fact]
    public void A_mask_cut_off_anywhere_is_skipped()
    {
        using var folder = new MaskFolder(train: 50);
        var whole = File.ReadAllBytes(folder["masks/train/1.png"]);
        foreach (var length in (int[])[0, 7, 40, whole.Length - 1])
        {
            File.WriteAllBytes(folder["masks/train/1.png"], whole[..length]);
            var problem = Assert.Single(folder.Load().Report.Skipped);
            Assert.Equal(folder["masks/train/1.png"], problem.File);
            if (length > 8)
                Assert.Contains($"truncated, its {length} bytes end before", problem.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("mask_values: {0: 0, 1: 1, 5: 1}\n", "one of 3 numbers, or 255 for none")]
    [InlineData("", "0 to 1, or 255 for none")]
    public void Numbers_in_no_class_are_told_of_once_with_the_first_pixel_and_how_many_there_are(string more, string allowed)
    {
        using var folder = new MaskFolder(more: more);
        folder.Add(
            "train",
            "7",
            20,
            10,
            values:
            [
                .. Enumerable
                    .Range(0, 200)
                    .Select(i =>
                        (ushort)(
                            i == 43 || i > 190 ? 9
                            : i > 180 ? 700
                            : i > 100 ? 255
                            : 1
                        )
                    ),
            ]
        );
        folder.Add("train", "8", 20, 10, values: [.. Enumerable.Repeat((ushort)9, 200)]);
        var report = folder.Load().Report;
        var problem = Assert.Single(report.Dropped);
        Assert.Equal((8, 0), (report.Usable, report.Corrupt));
        Assert.Equal(folder["masks/train/7.png"], problem.File);
        Assert.StartsWith(
            $"pixel (3, 2) is 9, which is no class ({allowed}); 220 such pixels of 2 masks are ignored, those of 9 (210), 700 (10); ",
            problem.Reason,
            StringComparison.Ordinal
        );
        Assert.Contains("'ignore_index:'", problem.Reason, StringComparison.Ordinal);
        var e = Assert.Throws<DataException>(() => folder.Load(options: new() { Strict = true }));
        Assert.Contains("pixel (3, 2) is 9", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[9, 700]")]
    [InlineData("[700, 9, 255]")]
    public void Numbers_that_are_meant_to_be_ignored_are_no_problem(string ignored)
    {
        using var folder = new MaskFolder(more: $"ignore_index: {ignored}\n");
        folder.Add(
            "train",
            "7",
            20,
            10,
            values:
            [
                .. Enumerable
                    .Range(0, 200)
                    .Select(i =>
                        (ushort)(
                            i > 190 ? 9
                            : i > 180 ? 700
                            : 1
                        )
                    ),
            ]
        );
        var data = folder.Load(options: new() { Strict = true });
        Assert.Empty(data.Report.Dropped);
        Assert.Equal(19, data.Report.Ignored);
        Assert.Equal(255, data.Mask(data.Images[^1])[^1]);
    }

    [Fact]
    public void Many_numbers_in_no_class_are_not_all_named()
    {
        using var folder = new MaskFolder(train: 0);
        folder.Add("train", "a", 20, 10, values: [.. Enumerable.Range(0, 200).Select(i => (ushort)(i % 100))]);
        Assert.Contains(" 9 (2) and 90 other numbers;", folder.Load().Report.Dropped[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_of_16_bits_holds_numbers_above_255()
    {
        using var folder = new MaskFolder(train: 0, more: "mask_values: {300: 0, 65535: 1}\n");
        folder.Add("train", "a", 12, 10, values: [.. Enumerable.Range(0, 120).Select(i => (ushort)(i % 2 == 0 ? 300 : 65535))]);
        var data = folder.Load();
        Assert.Equal([0, 1, 0], data.Mask(data.Images[0])[..3]);
        Assert.Empty(data.Report.Dropped);
    }

    [Theory]
    [InlineData("train/5.png", ImageFormat.Png, "has colours", "write the number of its class for every pixel")]
    [InlineData("train/5.png", ImageFormat.Jpeg, "is a JPEG, whose compression changes numbers", "write it anew")]
    [InlineData("train/5.jpg", ImageFormat.Jpeg, "is a JPEG, whose compression changes numbers", "write it anew")]
    [InlineData("train/5.bmp", ImageFormat.Bmp, "is no PNG file", "convert it without loss")]
    public void What_is_no_mask_is_skipped_with_its_name_and_what_to_do(string name, ImageFormat format, string what, string remedy)
    {
        using var folder = new MaskFolder(train: 30);
        File.Delete(folder["masks/train/5.png"]);
        File.WriteAllBytes(folder[$"masks/{name}"], new Image(64, 48).Encode(format));
        var report = folder.Load().Report;
        var problem = Assert.Single(report.Skipped);
        Assert.Equal((folder[$"masks/{name}"], 0, 29), (problem.File, report.Missing, report.Usable));
        Assert.Contains(what, problem.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_is_not_taken_for_its_own_mask()
    {
        using var folder = new MaskFolder(train: 1, more: "masks: {train: images/train}\n");
        new Image(64, 48).Save(folder["images/train/0.jpg"]);
        File.Delete(folder["images/train/0.png"]);
        Assert.True(Assert.Throws<DataException>(() => folder.Load()).Missing);
    }

    [Fact]
    public void Masks_whose_numbers_are_no_classes_at_all_are_an_error()
    {
        using var folder = new MaskFolder(train: 0);
        folder.Add("train", "a", values: [.. Enumerable.Repeat((ushort)2, 64 * 48)]);
        Assert.Contains("mask_values", Assert.Throws<DataException>(() => folder.Load()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mask_values: {0: 2}\n", "class numbers are 0 to 1")]
    [InlineData("mask_values: {70000: 0}\n", "0 to 65535")]
    [InlineData("mask_values: {x: 0}\n", "number")]
    [InlineData("ignore_index: -1\n", "0 to 65535")]
    [InlineData("ignore_index: 1\n", "which is the class 1, bright")]
    [InlineData("mask_values: {7: 0}\nignore_index: [1, 7]\n", "which is the class 0, dark")]
    [InlineData("masks: {train: nowhere}\n", "no folder")]
    public void A_file_that_cannot_be_right_is_refused(string more, string reason)
    {
        using var folder = new MaskFolder(more: more);
        Assert.Contains(reason, Assert.Throws<DataException>(() => folder.Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_folders_of_masks_images_must_lie_in_a_folder_of_that_name()
    {
        using var folder = new MaskFolder();
        Directory.Move(folder["images/train"], folder["pictures"]);
        folder.Write("data.yaml", "train: pictures\nval: images/val\nnames: [dark, bright]\n");
        Assert.Contains("'masks:'", Assert.Throws<DataException>(() => folder.Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_changes_with_a_mask()
    {
        using var folder = new MaskFolder();
        var before = folder.Load().Hash;
        Assert.Equal(before, folder.Load().Hash);
        folder.Mask("masks/train/0.png", 64, 48, new ushort[64 * 48]);
        Assert.NotEqual(before, folder.Load().Hash);
    }

    [SkippableFact]
    public void CamVid_is_what_its_notes_say()
    {
        var path = TestData.RequireSharedData("camvid");
        var data = SegmentationData.Load(DataYaml.Load(path), "val", new() { Cache = false });
        Assert.Equal((101, 0, 0), (data.Count, data.Report.Missing, data.Report.Corrupt));
        Assert.Equal(297_271, data.Report.Ignored);
        Assert.Contains("those of 11 (297271);", Assert.Single(data.Report.Dropped).Reason, StringComparison.Ordinal);
        Assert.Equal(101L * 480 * 360, data.Report.Pixels);
    }
}
