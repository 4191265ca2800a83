using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;

namespace SpikeSharp.Data.Tests.Description;

public sealed class DataYamlTests
{
    [Theory]
    [InlineData("names: [cat, dog]")]
    [InlineData("names: {1: dog, 0: cat}")]
    [InlineData("names:\n  0: cat\n  1: dog\nnc: 2")]
    public void Names_are_a_list_or_a_map_by_number(string names) =>
        With($"train: a\nval: b\n{names}\n", (_, data) => Assert.Equal(["cat", "dog"], data.Names));

    [Fact]
    public void Without_names_nc_makes_them() =>
        With("train: a\nval: b\nnc: 2\n", (_, data) => Assert.Equal(["class_0", "class_1"], data.Names));

    [Fact]
    public void Splits_are_relative_to_path_and_path_to_the_file() =>
        With("path: sub\ntrain: [images/a, images/b.txt]\nvalidation: v\ntest: t\nnc: 1\n", (folder, data) =>
        {
            Assert.Equal(folder["sub"], data.Root);
            Assert.Equal([folder["sub/images/a"], folder["sub/images/b.txt"]], data.Sources("train"));
            Assert.Equal([folder["sub/v"]], data.Sources("val"));
            Assert.Equal(["train", "val", "test"], data.Splits);
        });

    [Fact]
    public void A_folder_stands_for_its_data_yaml() => With("train: a\nval: b\nnc: 1\n", (folder, data) =>
        {
            Assert.Equal(data.File, DataYaml.Load(folder.Root).File);
            Assert.Equal(folder.Root, data.Root);
        });

    [Fact]
    public void Roboflow_exports_that_name_the_parent_folder_are_found() =>
        With("train: ../sub\nval: ../nowhere\nnc: 1\n", (folder, data) =>
        {
            Assert.Equal([folder["sub"]], data.Sources("train"));
            Assert.Equal([Path.GetFullPath("../nowhere", folder.Root)], data.Sources("val"));
        });

    [Fact]
    public void A_download_is_mentioned_and_never_run() =>
        With("train: images/none\nval: b\nnc: 1\ndownload: |\n  import os; os.system('touch ran')\n", (folder, data) =>
        {
            var fault = Assert.Throws<DataException>(() => ImageListing.List(data, "train"));
            Assert.Contains("'download:' is never run", fault.Message);
            Assert.True(fault.Missing);
            Assert.False(File.Exists(folder["ran"]));
        });

    [Theory]
    [InlineData("val: b\nnc: 1\n", 1, "has no 'train:'")]
    [InlineData("train: a\nnc: 1\n", 1, "has no 'val:'")]
    [InlineData("train: a\nval: b\n", 1, "neither 'names:' nor 'nc:'")]
    [InlineData("train: a\nval: b\nnc: 3\nnames: [x, y]\n", 3, "'nc: 3' disagrees with the 2 entries")]
    [InlineData("train: a\nval: b\nnc: 0\n", 3, "must be 1 to")]
    [InlineData("train: a\nval: b\nnc: 2147483647\n", 3, "must be 1 to")]
    [InlineData("train: a\nval: b\nnames: {0: x, 2: y}\n", 3, "class numbers must be 0 to 1, each once, found 2")]
    [InlineData("train: a\nval: b\nnames: {0: x, 00: y}\n", 3, "each once")]
    [InlineData("train: a\nval: b\nnames: {0: x, one: y}\n", 3, "must be a whole number")]
    [InlineData("train: a\nval: b\nnames: []\n", 3, "must hold 1 to")]
    [InlineData("train: a\nval: b\nnames: 3\n", 3, "must be a map")]
    [InlineData("train: []\nval: b\nnc: 1\n", 1, "is an empty list")]
    [InlineData("train: ''\nval: b\nnc: 1\n", 1, "holds an empty path")]
    [InlineData("train: {a: b}\nval: b\nnc: 1\n", 1, "must be a single value")]
    [InlineData("train: \"a\\0\"\nval: b\nnc: 1\n", 1, "zero byte")]
    [InlineData("- a\n- b\n", 1, "must be a map")]
    public void Refuses(string yaml, int line, string reason)
    {
        using var folder = new DataFolder();
        folder.Write("data.yaml", yaml);
        var fault = Assert.Throws<DataException>(() => DataYaml.Load(folder["data.yaml"]));
        Assert.Contains(reason, fault.Message);
        Assert.Equal((folder["data.yaml"], line), (fault.File, fault.Line));
        Assert.False(fault.Missing);
    }

    [Fact]
    public void A_missing_root_or_split_says_where_it_looked()
    {
        using var folder = new DataFolder();
        folder.Write("data.yaml", "path: nowhere\ntrain: a\nval: b\nnc: 1\n");
        var fault = Assert.Throws<DataException>(() => DataYaml.Load(folder.Root));
        Assert.True(fault.Missing);
        Assert.Contains(folder["nowhere"], fault.Message);
        folder.Write("data.yaml", "train: a\nval: b\nnc: 1\n");
        Assert.Contains("it names train, val", Assert.Throws<DataException>(() => DataYaml.Load(folder.Root).Sources("test")).Message);
    }

    private static void With(string yaml, Action<DataFolder, DataYaml> check)
    {
        using var folder = new DataFolder();
        Directory.CreateDirectory(folder["sub"]);
        folder.Write("data.yaml", yaml);
        check(folder, DataYaml.Load(folder["data.yaml"]));
    }
}
