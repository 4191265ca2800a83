using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Segmentation;

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
        folder.Add("train", "a", 12, 10, values: [.. Enumerable.Range(0, 120).Select(i => (ushort)(i % 3 == 0 ? 7 : i % 3 == 1 ? 900 : 1))]);
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
        Assert.Contains("is 48x64 pixels, its image 64x48", report.Skipped[0].Reason, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => folder.Load(options: new() { Strict = true }));
    }

    [Fact]
    public void Damaged_and_coloured_masks_are_skipped()
    {
        using var folder = new MaskFolder(train: 50);
        File.WriteAllBytes(folder["masks/train/1.png"], File.ReadAllBytes(folder["masks/train/1.png"])[..40]);
        File.Copy(folder["images/train/2.png"], folder["masks/train/2.png"], overwrite: true);
        var report = folder.Load().Report;
        Assert.Equal(2, report.Corrupt);
        Assert.All(report.Skipped, problem => Assert.Contains("masks/train", problem.File, StringComparison.Ordinal));
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
        Assert.Equal(101L * 480 * 360, data.Report.Pixels);
    }
}
