using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Scanning;

namespace SpikeSharp.Data.Tests.Detection;

public sealed class DetectionDataTests
{
    [Fact]
    public void Every_kind_of_bad_input_is_skipped_counted_and_named_and_no_file_is_touched()
    {
        using var folder = new DataFolder(train: 3);
        folder.Add("train", "100", 40, 30, null);
        folder.Add("train", "101", 40, 30, "");
        folder.Add("train", "102", 40, 30, "3 0.5 0.5 0.1 0.1\n");
        folder.Add("train", "103", 40, 30, "0 0.5 0.5 0.1 0.1\n0 nan 0.5 0.1 0.1\n");
        folder.Add("train", "104", 40, 30, "0 0.99 0.5 0.5 0.1\n");
        folder.Add("train", "105", 40, 30, "0 0.5 0.5 0.1 0.1\n0 0.5 0.5 0.1 0.1\n0 0.5 0.5 0 0.1\n");
        folder.Add("train", "106", 40, 30, "0 0.5 0.5 0.1 0.1\n", ".jpg");
        folder.Add("train", "107", 9, 30, "0 0.5 0.5 0.1 0.1\n");
        folder.Write("images/train/108.jpg", "no image");
        folder.Write("images/train/109.png", "");
        Truncate(folder["images/train/106.jpg"]);
        var before = folder.Fingerprint();

        var data = folder.Load(options: new() { AllowBad = true, Cache = false });

        Assert.Equal(before, folder.Fingerprint());
        var report = data.Report;
        Assert.Equal(
            (13, 4, 1, 1, 7, 1, 1),
            (report.Images, report.Found, report.Missing, report.Empty, report.Corrupt, report.Duplicates, report.ZeroArea)
        );
        Assert.Equal(6, data.Images.Count);
        Assert.Equal(
            [("102.txt", 1), ("103.txt", 2), ("104.txt", 1), ("106.jpg", null), ("107.png", null), ("108.jpg", null), ("109.png", null)],
            report.Skipped.Select(p => (Path.GetFileName(p.File), p.Line))
        );
        Assert.Equal([("105.txt", 2), ("105.txt", 3)], report.Dropped.Select(p => (Path.GetFileName(p.File), p.Line!.Value)));
        Assert.Contains("truncated", report.Skipped[3].Reason);
        Assert.Contains("9x30", report.Skipped[4].Reason);
        Assert.Empty(data.Images.Single(i => i.Path.EndsWith("100.png", StringComparison.Ordinal)).Labels);
    }

    [Fact]
    public void Strict_makes_every_problem_one_exception()
    {
        using var folder = new DataFolder(train: 60);
        folder.Write("labels/train/005.txt", "9 0.5 0.5 0.1 0.1\n");
        folder.Write("labels/train/007.txt", "0 0.5 0.5 0.1 0.1\n0 0.5 0.5 0.1 0.1\n");
        Assert.Equal(59, folder.Load().Images.Count);
        var fault = Assert.Throws<DataException>(() => folder.Load(options: new() { Strict = true }));
        Assert.Equal([folder["labels/train/005.txt"], folder["labels/train/007.txt"]], fault.Problems.Select(p => p.File));
        Assert.Contains("005.txt:1: class 9", fault.Message);
        Assert.False(fault.Missing);
        folder.Write("labels/train/005.txt", "");
        folder.Write("labels/train/007.txt", "");
        Assert.Equal(60, folder.Load(options: new() { Strict = true }).Images.Count);
    }

    [Theory]
    [InlineData(40, 2, true)]
    [InlineData(40, 3, false)]
    [InlineData(4, 1, false)]
    public void More_than_five_percent_bad_stops_unless_allowed(int images, int bad, bool goesOn)
    {
        using var folder = new DataFolder(train: images);
        for (var i = 0; i < bad; i++)
            folder.Write($"labels/train/{i:D3}.txt", "0 2 2 2 2\n");
        if (goesOn)
            Assert.Equal(images - bad, folder.Load().Images.Count);
        else
            Assert.Contains("more than 5 %", Assert.Throws<DataException>(() => folder.Load()).Message);
        Assert.Equal(images - bad, folder.Load(options: new() { AllowBad = true }).Images.Count);
    }

    [Fact]
    public void No_usable_image_or_no_label_file_at_all_is_an_error()
    {
        using var folder = new DataFolder(train: 2);
        folder.Write("labels/train/000.txt", "x");
        folder.Write("labels/train/001.txt", "x");
        Assert.Contains("no image is usable", Assert.Throws<DataException>(() => folder.Load(options: new() { AllowBad = true })).Message);
        Directory.Delete(folder["labels"], recursive: true);
        var fault = Assert.Throws<DataException>(() => folder.Load());
        Assert.Contains(folder["labels/train/000.txt"], fault.Message);
        Assert.True(fault.Missing);
    }

    [Fact]
    public void The_cache_is_used_while_a_file_is_as_it_was_and_never_after()
    {
        using var folder = new DataFolder(train: 30);
        Age(folder);
        var first = folder.Load();
        Assert.True(File.Exists(folder[VerdictCache.FileName]));
        // The same size and time but other bytes cannot be told apart, and so show that the cache was believed.
        var (image, time) = (folder["images/train/000.png"], File.GetLastWriteTimeUtc(folder["images/train/000.png"]));
        var bytes = File.ReadAllBytes(image);
        File.WriteAllBytes(image, new byte[bytes.Length]);
        File.SetLastWriteTimeUtc(image, time);
        Assert.Equal(first.Hash, folder.Load().Hash);
        Assert.Equal(30, folder.Load().Images.Count);
        File.SetLastWriteTimeUtc(image, time.AddSeconds(1));
        Assert.Equal(1, folder.Load().Report.Corrupt);
        File.WriteAllBytes(image, bytes);
        Assert.Equal(first.Hash, folder.Load().Hash);
    }

    [Fact]
    public void A_file_as_young_as_the_clock_grain_is_not_cached()
    {
        using var folder = new DataFolder(train: 3);
        folder.Load();
        Assert.False(File.Exists(folder[VerdictCache.FileName]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("{\"Version\":1,\"Images\":{\"images/train/000.png\":null}}")]
    [InlineData("{\"Version\":1,\"Images\":null}")]
    [InlineData("{\"Version\":99,\"Images\":{}}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public void An_unreadable_cache_is_ignored_and_replaced(string content)
    {
        using var folder = new DataFolder(train: 3);
        Age(folder);
        folder.Write(VerdictCache.FileName, content);
        Assert.Equal(3, folder.Load().Images.Count);
        Assert.Contains("000.png", File.ReadAllText(folder[VerdictCache.FileName]));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_no_error()
    {
        using var folder = new DataFolder(train: 3);
        Age(folder);
        Directory.CreateDirectory(folder[VerdictCache.FileName]);
        Assert.Equal(3, folder.Load().Images.Count);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Root), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void The_hash_sees_images_labels_and_names_and_nothing_else()
    {
        using var folder = new DataFolder(train: 3);
        var hash = folder.Load().Hash;
        using (var twin = new DataFolder(train: 3))
            Assert.Equal(hash, twin.Load(options: new() { Workers = 1 }).Hash);
        folder.Write("labels/train/000.txt", "0 0.5 0.5 0.5 0.5\n");
        var other = folder.Load().Hash;
        Assert.NotEqual(hash, other);
        folder.Write("data.yaml", "train: images/train\nval: images/val\nnames: [a, b, d]\n");
        Assert.NotEqual(other, folder.Load().Hash);
    }

    [Fact]
    public void Fraction_takes_the_first_images_and_single_class_makes_all_classes_0()
    {
        using var folder = new DataFolder(train: 10);
        var data = folder.Load(options: new() { Fraction = 0.3, SingleClass = true });
        Assert.Equal(["000.png", "001.png", "002.png"], data.Images.Select(i => Path.GetFileName(i.Path)));
        Assert.All(data.Images.SelectMany(i => i.Labels), label => Assert.Equal(0, label.Class));
        Assert.Throws<ArgumentOutOfRangeException>(() => folder.Load(options: new() { Fraction = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => folder.Load(options: new() { Fraction = double.NaN }));
    }

    [Fact]
    public void A_scan_can_be_cancelled()
    {
        using var folder = new DataFolder(train: 3);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => DetectionData.Load(DataYaml.Load(folder.Root), "train", cancel: cancel.Token));
    }

    [SkippableTheory]
    [InlineData("train", 205, 2804)]
    [InlineData("val", 87, 1137)]
    [InlineData("test", 72, 945)]
    public void The_blood_cells_are_as_their_readme_says(string split, int images, int boxes)
    {
        var data = DetectionData.Load(DataYaml.Load(TestData.RequireSharedData("bccd")), split, new() { Cache = false, Strict = true });
        Assert.Equal((images, 0, boxes), (data.Images.Count, data.Report.Missing, data.Images.Sum(i => i.Labels.Count)));
        Assert.All(data.Images, image => Assert.Equal((640, 480), (image.Width, image.Height)));
        Assert.Equal(["RBC", "WBC", "Platelets"], data.Yaml.Names);
    }

    [SkippableFact]
    public void Coco128_is_as_its_readme_says()
    {
        var data = DetectionData.Load(DataYaml.Load(TestData.RequireSharedData("coco128")), "train", new() { Cache = false });
        Assert.Equal(
            (128, 126, 2, 0, 0),
            (data.Report.Images, data.Report.Found, data.Report.Empty, data.Report.Missing, data.Report.Corrupt)
        );
        Assert.Equal(929, data.Images.Sum(i => i.Labels.Count) + data.Report.Duplicates + data.Report.ZeroArea);
        var labels = data.Images.SelectMany(i => i.Labels).ToList();
        Assert.Equal((71, 254), (labels.Select(l => l.Class).Distinct().Count(), labels.Count(l => l.Class == 0)));
    }

    private static void Truncate(string path)
    {
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length - 20)]);
    }

    private static void Age(DataFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
    }
}
