using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Synthetic;

namespace SpikeSharp.Data.Tests.Synthetic;

public sealed class SyntheticShapesTests
{
    private static readonly SyntheticOptions Few = new()
    {
        Seed = 1,
        TrainImages = 12,
        ValImages = 4,
        ImageSize = 128,
    };

    [Fact]
    public void A_data_set_is_written_whole_read_strictly_and_the_same_for_a_seed()
    {
        using var folder = new DataFolder();
        var data = DetectionData.Load(DataYaml.Load(SyntheticShapes.Write(folder["a"], Few)), "train", new() { Strict = true });
        Assert.Equal(12, data.Report.Found);
        Assert.Equal(4, DetectionData.Load(data.Yaml, "val", new() { Strict = true }).Report.Found);
        Assert.Equal(["disc", "ring", "cross", "triangle", "star"], data.Yaml.Names);
        Assert.Contains("made by a program", File.ReadAllText(folder["a/README.md"]));
        Assert.Equal(data.Hash, DetectionData.Load(DataYaml.Load(SyntheticShapes.Write(folder["b"], Few)), "train").Hash);
        Assert.NotEqual(
            data.Hash,
            DetectionData.Load(DataYaml.Load(SyntheticShapes.Write(folder["c"], Few with { Seed = 2 })), "train").Hash
        );
        Assert.Equal(
            ["a", "b", "c", "data.yaml"],
            Directory.EnumerateFileSystemEntries(folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_folder_with_the_same_set_is_used_again_and_one_with_anything_else_refused()
    {
        using var folder = new DataFolder();
        SyntheticShapes.Write(folder["a"], Few);
        var before = folder.Fingerprint();
        SyntheticShapes.Write(folder["a"], Few);
        Assert.Throws<DataException>(() => SyntheticShapes.Write(folder["a"], Few with { Seed = 2 }));
        Assert.Throws<DataException>(() => SyntheticShapes.Write(folder.Root, Few));
        Assert.Equal(before, folder.Fingerprint());
    }

    [Fact]
    public void Pictures_have_all_classes_sizes_from_small_to_large_and_overlap()
    {
        var (classes, sizes, overlaps) = (new HashSet<int>(), new List<float>(), 0);
        for (var i = 0; i < 60; i++)
        {
            var (image, labels) = SyntheticShapes.Draw(Few, 0, i);
            Assert.InRange(labels.Count, 1, Few.MaxObjects);
            foreach (var label in labels)
            {
                classes.Add(label.Class);
                sizes.Add(Math.Max(label.Width * image.Width, label.Height * image.Height));
                Assert.InRange(label.X - label.Width / 2, -1e-6f, 1);
                Assert.InRange(label.Y + label.Height / 2, 0, 1 + 1e-6f);
                overlaps += labels.Count(other =>
                    other != label
                    && Math.Abs(other.X - label.X) < (other.Width + label.Width) / 2
                    && Math.Abs(other.Y - label.Y) < (other.Height + label.Height) / 2
                );
            }
        }
        Assert.Equal(5, classes.Count);
        Assert.InRange(sizes.Min(), 3, 13);
        Assert.InRange(sizes.Max(), 40, 53);
        Assert.True(overlaps > 20, $"only {overlaps} overlaps");
    }

    [Fact]
    public void Shapes_keep_to_the_sizes_asked_for_and_coloured_classes_to_their_hues()
    {
        var options = Few with { SmallestShape = 0.2, LargestShape = 0.25, MaxObjects = 1, ColouredClasses = true };
        for (var i = 0; i < 20; i++)
        {
            var (image, labels) = SyntheticShapes.Draw(options, 0, i);
            foreach (var label in labels)
            {
                Assert.InRange(Math.Max(label.Width * image.Width, label.Height * image.Height), 8, 0.25 * 128 + 2);
                // Discs are red: the first class, and the only one that is filled at its centre whatever its rotation.
                if (label.Class != 0 || label.X is < 0.1f or > 0.9f || label.Y is < 0.1f or > 0.9f)
                    continue;
                var centre = image[(int)(label.X * image.Width), (int)(label.Y * image.Height)];
                Assert.True(centre.R > centre.G && centre.R > centre.B, $"picture {i}: {centre}");
            }
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticShapes.Draw(Few with { LargestShape = 0.6 }, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticShapes.Draw(Few with { SmallestShape = 0.45 }, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticShapes.Draw(Few with { SmallestShape = double.NaN }, 0, 0));
    }

    [Fact]
    public void Training_and_validation_pictures_differ() =>
        Assert.NotEqual(SyntheticShapes.Draw(Few, 0, 0).Image.Pixels, SyntheticShapes.Draw(Few, 1, 0).Image.Pixels);

    [Fact]
    public void A_cancelled_or_impossible_writing_leaves_nothing()
    {
        using var folder = new DataFolder();
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => SyntheticShapes.Write(folder["a"], Few, cancel.Token));
        Assert.True(Assert.Throws<DataException>(() => SyntheticShapes.Write(folder["data.yaml/a"], Few)).Missing);
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticShapes.Write(folder["a"], Few with { TrainImages = 0 }));
        Assert.Equal([folder["data.yaml"]], Directory.EnumerateFileSystemEntries(folder.Root));
    }
}
