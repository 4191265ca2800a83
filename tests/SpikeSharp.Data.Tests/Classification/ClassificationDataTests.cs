using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Classification;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Classification;

public sealed class ClassificationDataTests
{
    [Fact]
    public void A_folder_is_a_class()
    {
        using var folder = new ClassFolder();
        Assert.True(ClassificationData.IsOne(folder.Root));
        var data = ClassificationData.Load(folder.Root, "train");
        Assert.Equal(["blue", "red"], data.Names);
        Assert.Equal(12, data.Count);
        Assert.Equal([6, 6], data.Report.ClassCounts);
        Assert.All(data.Images, image => Assert.Contains($"/{data.Names[image.Class]}/", image.Path, StringComparison.Ordinal));
        Assert.Equal(6, ClassificationData.Load(folder.Root, "val").Count);
        Assert.Equal(6, ClassificationData.Load(folder.Root, "train", new() { Fraction = 0.5 }).Count);
    }

    [Fact]
    public void A_class_without_a_training_image_is_refused_with_its_folder()
    {
        using var folder = new ClassFolder();
        Directory.CreateDirectory(folder["train/green"]);
        Assert.Contains(
            "train/green: holds no image",
            Assert.Throws<DataException>(() => ClassificationData.Load(folder.Root, "train")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_class_that_only_validation_knows_is_refused()
    {
        using var folder = new ClassFolder();
        folder.Add("val/green/0.png", new Rgb(0, 200, 0));
        Assert.Contains(
            "of no class",
            Assert.Throws<DataException>(() => ClassificationData.Load(folder.Root, "val")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_not_there_is_said_plainly()
    {
        using var folder = new ClassFolder();
        var e = Assert.Throws<DataException>(() => ClassificationData.Load(folder.Root, "test"));
        Assert.True(e.Missing);
        Assert.Contains("train/<class>/", e.Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => ClassificationData.Load(folder["nowhere"], "train"));
    }

    [Fact]
    public void Damaged_images_are_skipped_and_too_many_end_it()
    {
        using var folder = new ClassFolder(train: 20);
        File.WriteAllText(folder["train/red/3.png"], "no image");
        Assert.Equal(
            (39, 1),
            (ClassificationData.Load(folder.Root, "train").Count, ClassificationData.Load(folder.Root, "train").Report.Corrupt)
        );
        for (var i = 4; i < 9; i++)
            File.WriteAllText(folder[$"train/red/{i}.png"], "no image");
        Assert.Throws<DataException>(() => ClassificationData.Load(folder.Root, "train"));
        Assert.Equal(34, ClassificationData.Load(folder.Root, "train", new() { AllowBad = true }).Count);
    }

    [Fact]
    public void Batches_are_a_function_of_seed_epoch_and_number()
    {
        using var folder = new ClassFolder();
        var data = ClassificationData.Load(folder.Root, "train");
        var options = new TrainingOptions
        {
            ImageSize = 32,
            BatchSize = 5,
            Seed = 1,
        };
        using var a = new ClassificationBatches(data, options, training: true).Make(1, 2);
        using var b = new ClassificationBatches(data, options, training: true).Make(1, 2);
        Assert.Equal((2, 3), (a.Count, new ClassificationBatches(data, options, training: true).Count));
        Assert.Equal(a.Pixels.Bytes, b.Pixels.Bytes);
        Assert.Equal(a.Classes, b.Classes);
        for (var i = 0; i < a.Count; i++)
            Assert.Contains($"/{data.Names[a.Classes[i]]}/", a.Images[i].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_training_the_middle_is_shown_in_order()
    {
        using var folder = new ClassFolder(train: 2);
        var data = ClassificationData.Load(folder.Root, "train");
        using var batch = new ClassificationBatches(data, new TrainingOptions { ImageSize = 32, BatchSize = 8 }, training: false).Make(
            0,
            0
        );
        Assert.Equal([0, 0, 1, 1], batch.Classes);
        Assert.Equal(new Rgb(20, 20, 220), batch.Picture(0)[0, 0]);
        Assert.Equal(new Rgb(220, 20, 20), batch.Picture(3)[31, 31]);
    }
}
